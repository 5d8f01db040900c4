// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/gallerycard.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Piece
{
    const char *id;
    const char *icon;
    const char *title;
    const char *sentence;
};

// What the window says of each, in its language; the pipelines themselves are described in English.
constexpr std::array kPieces = {
    Piece{"article", "document-edit", QT_TRANSLATE_NOOP("Gallery", "Article"),
          QT_TRANSLATE_NOOP("Gallery",
                            "Writes an article from a source text or the workspace's own documents, with every sentence traced to its source.")},
    Piece{"brief", "view-list-text", QT_TRANSLATE_NOOP("Gallery", "Cited brief"),
          QT_TRANSLATE_NOOP("Gallery", "Boils a document down to one page in the document's own sentences, each with its place in the source.")},
    Piece{"checked-article", "dialog-ok-apply", QT_TRANSLATE_NOOP("Gallery", "Checked article"),
          QT_TRANSLATE_NOOP("Gallery",
                            "Checks what comes in before work is spent on it; what lacks a title or keywords waits in quarantine with the reasons.")},
    Piece{"inbox", "mail-send", QT_TRANSLATE_NOOP("Gallery", "Inbox triage"),
          QT_TRANSLATE_NOOP("Gallery",
                            "Reads every message of an inbox and tells on one page what to see first, what to answer, and what is for information.")},
    Piece{"site", "document-export", QT_TRANSLATE_NOOP("Gallery", "From a folder to a site"),
          QT_TRANSLATE_NOOP(
              "Gallery",
              "Makes pages of documents, with key points, names, dates and amounts, and a site with search, in a folder beside the workspace.")},
    Piece{"dossier", "view-process-tree", QT_TRANSLATE_NOOP("Gallery", "Dossier, stage by stage"),
          QT_TRANSLATE_NOOP(
              "Gallery",
              "The whole way of a raw document: checked, cleaned, analysed, enriched, checked again, and shown to a person where it is unsure.")},
    Piece{"faq", "format-list-unordered", QT_TRANSLATE_NOOP("Gallery", "FAQ from a manual"),
          QT_TRANSLATE_NOOP("Gallery", "Turns a manual into questions and answers in the manual's own sentences.")},
    Piece{"release-digest", "view-calendar-list", QT_TRANSLATE_NOOP("Gallery", "Release digest"),
          QT_TRANSLATE_NOOP(
              "Gallery", "Reads a changelog or a log of commits and tells what changed, by kind and part of the product, each line with its place.")},
    Piece{"table-check", "table", QT_TRANSLATE_NOOP("Gallery", "Table check"),
          QT_TRANSLATE_NOOP(
              "Gallery", "Brings the rows of a table into one form, checks them, looks customers up, and reports; broken rows wait to be mended.")},
    Piece{"personal-data", "security-high", QT_TRANSLATE_NOOP("Gallery", "Personal-data check"),
          QT_TRANSLATE_NOOP(
              "Gallery",
              "Finds and masks addresses, numbers of phones, accounts and cards, and names, and reports what was found and how sure that is.")},
    Piece{
        "sensitivity", "security-medium", QT_TRANSLATE_NOOP("Gallery", "Catalogue by sensitivity"),
        QT_TRANSLATE_NOOP(
            "Gallery", "Catalogues documents by type and subject and says how sensitive each is, and why: public, internal, personal, restricted.")},
    Piece{"repeats", "edit-duplicate", QT_TRANSLATE_NOOP("Gallery", "Duplicate finder"),
          QT_TRANSLATE_NOOP("Gallery", "Takes repeated entries out of a list, also those that only read alike, and says which stood for which.")},
    Piece{"review-desk", "task-complete", QT_TRANSLATE_NOOP("Gallery", "Review desk"),
          QT_TRANSLATE_NOOP("Gallery",
                            "Notices of a town wait for a person: with wrong dates, missing authors, personal data and repeats to be found.")},
};

QString translated(const char *text)
{
    return QCoreApplication::translate("Gallery", text);
}

} // namespace

GalleryCard::GalleryCard(const Json &piece, QWidget *parent)
    : Card(parent)
    , m_id(piece.value("id").toString())
    , m_title(piece.value("title").toString())
    , m_iconName(u"view-process-tree"_s)
    , m_picture(new QLabel(this))
    , m_try(new QPushButton(this))
    , m_contexts(new QPushButton(this))
{
    QString sentence = piece.value("description").toString();
    const QByteArray id = m_id.toUtf8();
    if (const auto known = std::ranges::find_if(kPieces, [&](const Piece &one) { return id == one.id; }); known != kPieces.end()) {
        m_title = translated(known->title);
        sentence = translated(known->sentence);
        m_iconName = QString::fromLatin1(known->icon);
    }
    auto *title = makeLabel(TextRole::Section, m_title, this);
    auto *what = makeLabel(TextRole::Body, sentence, this);
    what->setWordWrap(true);
    what->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *samples = new ElidedLabel(TextRole::Secondary, this);
    samples->setText(tr("With %1").arg(piece.value("samples").toStringList().join(u" · "_s)));
    m_contexts->setProperty("link", true);
    m_contexts->hide();
    m_try->setAccessibleName(tr("Try %1").arg(m_title));
    m_try->setToolTip(tr("Save the pipeline, run it on the documents that come with it, and open the result"));
    m_picture->setFixedSize(Metrics::gap(8), Metrics::gap(8));

    auto *head = new QHBoxLayout;
    head->setSpacing(Metrics::gap(3));
    head->addWidget(m_picture);
    head->addWidget(title, 1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(Metrics::gap(3));
    foot->addWidget(m_try);
    foot->addWidget(m_contexts);
    foot->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(3), Metrics::gap(4), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(2));
    layout->addLayout(head);
    layout->addWidget(what, 1);
    layout->addWidget(samples);
    layout->addSpacing(Metrics::gap(1));
    layout->addLayout(foot);

    connect(m_try, &QPushButton::clicked, this, &GalleryCard::tryRequested);
    connect(m_contexts, &QPushButton::clicked, this, &GalleryCard::contextsRequested);
    showPicture();
    setWorking(false);
}

void GalleryCard::showPicture()
{
    m_picture->setPixmap(Icons::pixmap(m_iconName, Metrics::gap(8), devicePixelRatioF(), Theme::color(ThemeRole::Accent)));
}

void GalleryCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        showPicture();
    Card::changeEvent(event);
}

void GalleryCard::setContexts(qint64 count)
{
    m_contexts->setText(tr("Show %n results", nullptr, int(count)));
    m_contexts->setVisible(count > 0);
}

void GalleryCard::setWorking(bool working)
{
    m_working = working;
    m_try->setText(working ? tr("Working…") : tr("Try it"));
    m_try->setEnabled(m_writable && !working);
}

void GalleryCard::setWritable(bool writable)
{
    m_writable = writable;
    setWorking(m_working);
}

} // namespace Millrace
