// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/startpage.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "designer/designlayout.h"
#include "designer/designpainter.h"

#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

int tileWidth()
{
    return Metrics::gap(66);
}

int pictureHeight()
{
    return Metrics::gap(26);
}

} // namespace

// --- a tile ----------------------------------------------------------------------------------------------------------------

PipelineTile::PipelineTile(const QString &title, const QString &note, const Json &definition, const ComponentTable &components, QWidget *parent)
    : QAbstractButton(parent)
    , m_title(title)
    , m_note(note)
    , m_definition(definition)
    , m_components(components)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(note);
    setToolTip(note);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

QSize PipelineTile::sizeHint() const
{
    return {tileWidth(), pictureHeight() + Metrics::gap(20)};
}

QPixmap PipelineTile::picture(const QSize &size) const
{
    const double ratio = devicePixelRatioF();
    QPixmap pixmap((QSizeF(size) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    DesignScene scene;
    scene.setGraph(DesignGraph::of(m_definition, m_components));
    const QRectF bounds = scene.bounds();
    if (bounds.isEmpty()) {
        const int side = Metrics::largeIcon();
        QPainter painter(&pixmap);
        painter.drawPixmap((size.width() - side) / 2, (size.height() - side) / 2,
                           Icons::pixmap(u"view-process-tree", side, ratio, Theme::color(ThemeRole::Separator)));
        return pixmap;
    }
    const double margin = Metrics::gap(3);
    DesignView view;
    // Never so far away that nothing can be told apart: a long one shows its beginning.
    const double whole = std::min((size.width() - 2 * margin) / bounds.width(), (size.height() - 2 * margin) / bounds.height());
    view.scale = std::clamp(whole, 0.2 * DesignPainter::baseScale(), 0.42 * DesignPainter::baseScale());
    const bool fits = bounds.width() * view.scale <= size.width() - 2 * margin;
    const QPointF centre(fits ? bounds.center().x() : bounds.left() + (size.width() / 2.0 - margin) / view.scale, bounds.center().y());
    view.origin = (centre * view.scale - QPointF(size.width() / 2.0, size.height() / 2.0)).toPoint();
    QPainter painter(&pixmap);
    DesignPainter cards;
    cards.scene(painter, QRect(QPoint(), size), view, scene, {});
    return pixmap;
}

void PipelineTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool isHot = underMouse() || isDown();
    painter.setPen(QPen(Theme::color(hasFocus() ? ThemeRole::Accent : isHot ? ThemeRole::ControlBorder : ThemeRole::Separator), hasFocus() ? 2 : 1));
    painter.setBrush(Theme::color(isHot ? ThemeRole::Hover : ThemeRole::Surface));
    painter.drawRoundedRect(frame, Metrics::cardRadius(), Metrics::cardRadius());
    const QRect top(1, 1, width() - 2, pictureHeight());
    QPainterPath shape;
    shape.addRoundedRect(frame.adjusted(1, 1, -1, -1), Metrics::cardRadius() - 1, Metrics::cardRadius() - 1);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(top, Theme::color(ThemeRole::Window));
    painter.setPen(Theme::color(ThemeRole::Separator));
    painter.drawLine(top.bottomLeft(), top.bottomRight());
    if (m_picture.size() != (QSizeF(top.size()) * devicePixelRatioF()).toSize())
        m_picture = picture(top.size());
    painter.drawPixmap(top.topLeft(), m_picture);
    painter.restore();
    const int pad = Metrics::gap(3);
    QRect text = rect().adjusted(pad, pictureHeight() + Metrics::gap(2), -pad, -Metrics::gap(2));
    painter.setFont(Theme::font(TextRole::Strong));
    painter.setPen(Theme::color(ThemeRole::Text));
    const int line = painter.fontMetrics().height();
    painter.drawText(QRect(text.left(), text.top(), text.width(), line), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, text.width()));
    painter.setFont(Theme::font(TextRole::Secondary));
    painter.setPen(Theme::color(ThemeRole::Secondary));
    text.setTop(text.top() + line + Metrics::gap(1));
    // Whole lines only, the last with an ellipsis.
    QString note = m_note;
    const QFontMetrics small = painter.fontMetrics();
    const int lines = std::max(1, text.height() / small.height());
    while (small.boundingRect(text, Qt::TextWordWrap, note).height() > lines * small.height() && note.size() > 8)
        note = note.left(note.lastIndexOf(u' ', note.size() - 3)).trimmed() + u'…';
    painter.drawText(text, Qt::TextWordWrap | Qt::AlignTop, note);
}

void PipelineTile::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void PipelineTile::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_picture = {};
}

// --- the page --------------------------------------------------------------------------------------------------------------

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_area(new QScrollArea(this))
    , m_pipelinesTitle(makeLabel(TextRole::Section, tr("Pipelines"), this))
    , m_galleryTitle(makeLabel(TextRole::Section, tr("Begin with one that is there"), this))
    , m_invitation(makeLabel(TextRole::Secondary,
                             tr("A pipeline is a row of steps that documents go through. Begin with an empty one, or with one of the gallery."),
                             this))
    , m_buttons(new QWidget(this))
    , m_pipelines(new QGridLayout)
    , m_gallery(new QGridLayout)
{
    auto *begin = new QPushButton(tr("New pipeline"), this);
    begin->setDefault(true);
    auto *import = new QPushButton(tr("Import a file…"), this);
    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Metrics::gap(3));
    row->addWidget(begin);
    row->addWidget(import);
    row->addStretch(1);
    connect(begin, &QPushButton::clicked, this, &StartPage::newRequested);
    connect(import, &QPushButton::clicked, this, &StartPage::importRequested);
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::paneMargin(), Metrics::paneMargin());
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(m_invitation);
    layout->addWidget(m_buttons);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(m_pipelinesTitle);
    layout->addLayout(m_pipelines);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(m_galleryTitle);
    layout->addLayout(m_gallery);
    layout->addStretch(1);
    for (QGridLayout *grid : {m_pipelines, m_gallery})
        grid->setSpacing(Metrics::gap(4));
    m_area->setWidget(content);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_area);
    setPipelines({});
    setGallery({});
}

void StartPage::setPipelines(const QList<Tile> &tiles)
{
    m_pipelinesTitle->setVisible(!tiles.isEmpty());
    m_invitation->setVisible(tiles.isEmpty());
    if (tiles == m_pipelineTiles)
        return;
    m_pipelineTiles = tiles;
    fill(m_pipelines, tiles, false);
}

void StartPage::setGallery(const QList<Tile> &tiles)
{
    m_galleryTitle->setVisible(!tiles.isEmpty());
    if (tiles == m_galleryTiles)
        return;
    m_galleryTiles = tiles;
    fill(m_gallery, tiles, true);
}

void StartPage::setReadOnly(bool readOnly)
{
    m_buttons->setEnabled(!readOnly);
}

void StartPage::fill(QGridLayout *grid, const QList<Tile> &tiles, bool isGallery)
{
    while (QLayoutItem *item = grid->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const Tile &tile : tiles) {
        auto *button = new PipelineTile(tile.title, tile.note, tile.definition, m_components, this);
        connect(button, &QAbstractButton::clicked, this, [this, id = tile.id, isGallery] {
            if (isGallery)
                Q_EMIT galleryRequested(id);
            else
                Q_EMIT pipelineRequested(id);
        });
        grid->addWidget(button);
    }
    arrange();
}

void StartPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

/// As many tiles side by side as there is room for.
void StartPage::arrange()
{
    const int room = width() - 2 * Metrics::paneMargin() + Metrics::gap(4);
    const int columns = std::max(1, room / (tileWidth() + Metrics::gap(4)));
    for (QGridLayout *grid : {m_pipelines, m_gallery}) {
        QList<QWidget *> tiles;
        while (QLayoutItem *item = grid->takeAt(0)) {
            if (item->widget())
                tiles.append(item->widget());
            delete item;
        }
        for (int i = 0; i < tiles.size(); ++i)
            grid->addWidget(tiles.at(i), i / columns, i % columns);
        for (int column = 0; column < grid->columnCount(); ++column)
            grid->setColumnStretch(column, column < columns ? 1 : 0);
    }
}

} // namespace Millrace
