// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "library/librarydocument.h"

#include <QTemporaryDir>
#include <QWidget>

#include <memory>

class QFormLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace Millrace {

class DocumentText;
class ElidedLabel;
class EmptyState;
class PageView;
class Workspace;

/// One document in full: its text, its original as it looks, its tables, what is known of it, and what belongs to it (versions, exact and
/// near duplicates, the contexts that were made from it, and documents that mean the like). Asks the door itself. Main thread.
class DocumentDetail final : public QWidget
{
    Q_OBJECT

public:
    enum class Page : int { Text, Original, Tables, Facts, Related, Similar };

    explicit DocumentDetail(Workspace *workspace, QWidget *parent = nullptr);

    /// Whether there are documents to choose from; what is shown with none of them chosen says so.
    void setCanChoose(bool canChoose) { m_canChoose = canChoose; }
    /// An empty id shows that nothing is chosen. `context` is the one that was found, where something was sought.
    void show(const LibraryEntry &entry, const QString &sought);
    /// A document that is being read: the pages that there are so far. Shown again with more of it, the reader keeps the place.
    void showReading(const QString &id);
    /// Empty where something else is shown.
    [[nodiscard]] QString readingId() const { return m_readingId; }
    [[nodiscard]] QString documentId() const { return m_entry.document.id; }
    [[nodiscard]] Page page() const;
    [[nodiscard]] bool isPageChosen() const { return !m_isPageOurs; }
    /// As a person asks for it: the next document is shown in the same way.
    void setPage(Page page);
    [[nodiscard]] PageView *original() const { return m_original; }

Q_SIGNALS:
    void failed(const Millrace::Error &error);
    void documentRequested(const QString &id);
    void contextRequested(const QString &id);
    /// What is shown is there: for pictures.
    void shown();
    /// What was shown while it was being read is through; its path.
    void readingEnded(const QString &path);
    void exportRequested(const Millrace::LibraryDocument &document);

private:
    void makeHead();
    QWidget *makeText();
    QWidget *makeOriginal();
    void showTab(Page page, bool isShown);
    void goTo(Page page);
    /// A picture is shown as it looks, unless somebody chose to see what is known of it.
    void choosePage();
    void showHead();
    void showDocument(const Json &answer);
    void showContext(const Json &context);
    /// Of a file whose rows or objects became contexts: what it has as a whole.
    void askRecords();
    void showNoText(bool hasRecords);
    void showFacts();
    void showFound(const Json &found);
    void addFact(const QString &name, const QString &value, Qt::TextFormat format = Qt::PlainText);
    /// A value on one line, shortened in the middle.
    void addLine(const QString &name, const QString &value);
    /// Stands over the facts that follow, if any do.
    void beginFacts(const QString &title);
    void addFactRow(const QString &name, QWidget *value);
    /// A link of the facts: "FROM-TO,FROM-TO" leads to these places of the text, in UTF-8 bytes; "=WORD" to wherever the word stands.
    void showPlaces(const QString &link);
    void showTables(const QString &text, const Json &structure);
    void showTable(int table);
    void openOriginal();
    QWidget *makeSimilar();
    void askSimilar();
    void showSimilar(const Json &answer);
    void addRelated(const QString &title, const QList<LibraryDocument> &documents, bool ofVersions, const QList<double> &likeness = {});

    Workspace *m_workspace;
    Answers m_answers;
    LibraryEntry m_entry;
    QString m_sought;
    Json m_context; ///< the whole document of the context whose text is shown
    Json m_found; ///< its `data` as it is now, with what steps have found
    QString m_contextId;
    QString m_refusal; ///< why nothing could be made of it; empty: something was
    std::unique_ptr<QTemporaryDir> m_folder; ///< for the original
    bool m_isOriginalOpen = false;
    bool m_canChoose = true;
    bool m_isPageOurs = true; ///< nobody chose the page that is shown
    bool m_isTurning = false; ///< the page is turned by the pane itself
    QString m_factsTitle; ///< of facts to come
    int m_wantedPage = 0;
    qsizetype m_contextCount = 0; ///< made from the document

    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_all;
    ElidedLabel *m_title;
    ElidedLabel *m_line;
    QToolButton *m_open;
    QToolButton *m_export;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    DocumentText *m_text;
    EmptyState *m_noText;
    QStackedWidget *m_textPages;
    QWidget *m_matchBar;
    QLabel *m_matches;
    PageView *m_original;
    EmptyState *m_noOriginal;
    QStackedWidget *m_originalPages;
    QLabel *m_pageNumber;
    QWidget *m_pageBar;
    QTabBar *m_tableTabs;
    QTableView *m_table;
    QList<QList<QStringList>> m_tables;
    QWidget *m_facts;
    QFormLayout *m_factRows;
    QTreeWidget *m_related;
    QTreeWidget *m_similar;
    EmptyState *m_noSimilar;
    QStackedWidget *m_similarPages;
    QString m_readingId;
    QString m_similarOf; ///< id of what m_similar is about; empty: not asked yet
};

} // namespace Millrace
