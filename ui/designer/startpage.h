// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designgraph.h"

#include <QAbstractButton>
#include <QScrollArea>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace Millrace {

/// A pipeline as a card with its picture, title and a line of text; a button that opens it.
class PipelineTile final : public QAbstractButton
{
    Q_OBJECT

public:
    PipelineTile(const QString &title, const QString &note, const Json &definition, const ComponentTable &components, QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QPixmap picture(const QSize &size) const;

    QString m_title;
    QString m_note;
    Json m_definition;
    const ComponentTable &m_components;
    mutable QPixmap m_picture;
};

/// Where designing begins: an empty pipeline, those of the workspace, and the gallery.
class StartPage final : public QWidget
{
    Q_OBJECT

public:
    struct Tile
    {
        QString id;
        QString title;
        QString note;
        Json definition;

        friend bool operator==(const Tile &, const Tile &) = default;
    };

    explicit StartPage(QWidget *parent = nullptr);

    void setComponents(const ComponentTable &components) { m_components = components; }
    void setPipelines(const QList<Tile> &tiles);
    void setGallery(const QList<Tile> &tiles);
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void newRequested();
    void pipelineRequested(const QString &id);
    void galleryRequested(const QString &id);
    void importRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fill(QGridLayout *grid, const QList<Tile> &tiles, bool isGallery);
    void arrange();

    ComponentTable m_components;
    QScrollArea *m_area;
    QLabel *m_pipelinesTitle;
    QLabel *m_galleryTitle;
    QWidget *m_invitation;
    QWidget *m_buttons;
    QGridLayout *m_pipelines;
    QGridLayout *m_gallery;
    QList<Tile> m_pipelineTiles;
    QList<Tile> m_galleryTiles;
};

} // namespace Millrace
