// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QObject>
#include <QProcess>
#include <QSize>
#include <QTimer>

namespace Millrace {

/// Draws the pages of a PDF or an image in a process of its own (pagehost.h), so that a hostile file takes no more with it than its picture.
///
/// Main thread; one file at a time. Requests are answered in turn, the newest first; a page that takes too long ends the process, and the
/// file then has no more pages.
class PageRenderer final : public QObject
{
    Q_OBJECT

public:
    explicit PageRenderer(QObject *parent = nullptr);
    ~PageRenderer() override;

    /// The program that hosts; the workbench itself unless told otherwise.
    void setProgram(const QString &program) { m_program = program; }
    /// Ends what runs and opens another file.
    void open(const QString &path);
    void close();
    /// Asks for a page at a width in pixels; an older wish for the same page is dropped.
    void request(int page, int width);
    /// Drops the wishes for pages outside [first, last].
    void keepOnly(int first, int last);

Q_SIGNALS:
    /// The pages' sizes; points or pixels, only their ratio counts.
    void opened(const QList<QSize> &pages);
    void drawn(int page, const QImage &image);
    void pageFailed(int page);
    /// The file cannot be shown (any more).
    void failed();

private:
    struct Wish
    {
        int page = 0;
        int width = 0;
    };

    void read();
    void readLine(const QByteArray &line);
    void next();
    void giveUp();

    QString m_program;
    QProcess *m_process = nullptr;
    QByteArray m_buffer;
    bool m_isOpen = false;
    bool m_isDrawing = false;
    int m_page = -1; ///< whose bytes are on their way
    QSize m_size;
    QList<Wish> m_wishes;
    QTimer m_patience;
};

} // namespace Millrace
