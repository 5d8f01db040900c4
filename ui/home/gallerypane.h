// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"

class QGridLayout;

namespace Millrace {

class GalleryCard;

/// The pipelines that ship with documents to try them on, one card each: what it does, what comes with it, and a button that saves it into the
/// workspace, runs it on its documents and opens what came out.
class GalleryPane final : public Pane
{
    Q_OBJECT

public:
    explicit GalleryPane(Workspace *workspace, QWidget *parent = nullptr);

    [[nodiscard]] static PaneInfo info();

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showPieces(const Json &pieces);
    void arrange();
    void tryOut(GalleryCard *card);
    /// Opens a run at the context that has most to read.
    void openRun(const QString &run);

    QWidget *m_content;
    QGridLayout *m_grid;
    QList<GalleryCard *> m_cards;
    int m_columns = 0;
};

} // namespace Millrace
