// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/icons.h"

#include "common/statusstyle.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QtMath>

#include <breezeicons.h>

#include <array>
#include <variant>

// Q_INIT_RESOURCE declares a function outside any namespace.
static void initIconResources()
{
    Q_INIT_RESOURCE(icons);
}

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

void initIcons()
{
    static const bool done = [] {
        initIconResources();
        BreezeIcons::initIcons();
        return true;
    }();
    Q_UNUSED(done)
}

/// The file of a name drawn for about this many pixels; empty where the name is unknown.
QString file(QStringView name, int pixels)
{
    initIcons();
    const QString own = u":/millrace/icons/%1.svg"_s.arg(name);
    if (QFile::exists(own))
        return own;
    static constexpr std::array kFolders
        = {"actions"_L1, "status"_L1, "places"_L1, "mimetypes"_L1, "devices"_L1, "emblems"_L1, "apps"_L1, "categories"_L1};
    const std::array sizes = pixels <= 18 ? std::array{"16"_L1, "22"_L1, "32"_L1} : std::array{"22"_L1, "32"_L1, "16"_L1};
    for (const auto size : sizes) {
        for (const auto folder : kFolders) {
            const QString path = u":/icons/breeze/%1/%2/%3.svg"_s.arg(folder, size, name);
            if (QFile::exists(path))
                return path;
        }
    }
    return {};
}

QByteArray svg(QStringView name, int pixels)
{
    static QHash<QString, QByteArray> cache;
    const QString path = file(name, pixels);
    auto found = cache.constFind(path);
    if (found == cache.constEnd()) {
        QFile source(path);
        found = cache.insert(path, source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray());
    }
    return *found;
}

/// Breeze's SVGs carry their colours in a style `.ColorScheme-…{color:#…}`, which KDE's own loader replaces and Qt does not.
QByteArray recoloured(const QByteArray &source, const QColor &color)
{
    static const QRegularExpression scheme(uR"((\.ColorScheme-\w+\s*\{\s*color\s*:\s*)#[0-9a-fA-F]{3,8})"_s);
    QString text = QString::fromUtf8(source);
    text.replace(scheme, u"\\1"_s + color.name());
    return text.toUtf8();
}

QPixmap rendered(QStringView name, const QSize &pixels, const QColor &color)
{
    const QString key = u"millrace-icon/%1/%2x%3/%4"_s.arg(name).arg(pixels.width()).arg(pixels.height()).arg(color.rgba(), 0, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int side = std::min(pixels.width(), pixels.height());
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(recoloured(svg(name, side), color));
    if (renderer.isValid()) {
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF((pixels.width() - side) / 2.0, (pixels.height() - side) / 2.0, side, side));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Paints a name in a colour that is looked up anew each time, so that icons follow the theme by themselves.
class ThemedIconEngine final : public QIconEngine
{
public:
    ThemedIconEngine(QString name, std::variant<ThemeRole, ContextStatus> color)
        : m_name(std::move(name))
        , m_color(color)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, scaledPixmap(rect.size(), mode, state, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return scaledPixmap(size, mode, state, 1.0); }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        QPixmap pixmap = rendered(m_name, (QSizeF(size) * scale).toSize(), colorOf(mode));
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }
    QString key() const override { return u"millrace"_s; }
    QString iconName() override { return m_name; }
    bool isNull() override { return file(m_name, 16).isEmpty(); }
    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override { return {QSize(16, 16), QSize(22, 22)}; }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }

private:
    [[nodiscard]] QColor colorOf(QIcon::Mode mode) const
    {
        if (mode == QIcon::Disabled)
            return Theme::color(ThemeRole::ControlBorder);
        return std::visit([](auto role) { return Theme::color(role); }, m_color);
    }

    QString m_name;
    std::variant<ThemeRole, ContextStatus> m_color;
};

} // namespace

QIcon Icons::icon(QStringView name, ThemeRole role)
{
    return QIcon(new ThemedIconEngine(name.toString(), role));
}

QIcon Icons::status(ContextStatus status)
{
    return QIcon(new ThemedIconEngine(StatusStyle::iconName(status), status));
}

QPixmap Icons::pixmap(QStringView name, int size, qreal devicePixelRatio, const QColor &color)
{
    const int pixels = qCeil(size * devicePixelRatio);
    QPixmap pixmap = rendered(name, QSize(pixels, pixels), color);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

bool Icons::has(QStringView name)
{
    return !file(name, 16).isEmpty();
}

} // namespace Millrace
