// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/documentdelegate.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "library/librarymodel.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QTextLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kBefore = 24; ///< characters shown before the first match where it lies far back

/// What was found, on one line: without marks of headings, and beginning shortly before the first match where that lies far back.
LibraryEntry onOneLine(LibraryEntry entry, int most)
{
    entry.snippet.replace(u'\n', u' ');
    qsizetype from = 0;
    while (from < entry.snippet.size() && (entry.snippet.at(from) == u'#' || entry.snippet.at(from) == u' '))
        ++from;
    const int first = entry.matches.isEmpty() ? 0 : entry.matches.first().first;
    const bool isFar = first > most;
    if (isFar)
        from = std::max<qsizetype>(from, entry.snippet.indexOf(u' ', first - kBefore) + 1);
    entry.snippet = (isFar ? u"…"_s : QString()) + entry.snippet.sliced(std::min(from, entry.snippet.size()));
    for (auto &match : entry.matches)
        match.first += (isFar ? 1 : 0) - static_cast<int>(from);
    return entry;
}

/// One line with some of its characters in the strong face.
void drawMatches(QPainter &painter, const QRect &rect, const LibraryEntry &found)
{
    const QFont face = Theme::font(TextRole::Secondary);
    const LibraryEntry entry = onOneLine(found, rect.width() / std::max(1, QFontMetrics(face).averageCharWidth()) * 2 / 3);
    QTextLayout layout;
    QTextOption option(Qt::AlignLeft);
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFont(face);
    QTextCharFormat strong;
    strong.setFontWeight(QFont::DemiBold);
    strong.setForeground(Theme::color(ThemeRole::Text));
    const auto lay = [&](const QString &text) {
        layout.setText(text);
        QList<QTextLayout::FormatRange> ranges;
        for (const auto &[from, length] : entry.matches) {
            if (from >= 0 && from < text.size())
                ranges.append({from, length, strong});
        }
        layout.setFormats(ranges);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        if (line.isValid())
            line.setLineWidth(rect.width() * 4.0);
        layout.endLayout();
        return line;
    };
    const QTextLine line = lay(entry.snippet);
    if (line.isValid() && line.naturalTextWidth() > rect.width()) {
        const int fits = line.xToCursor(rect.width() - QFontMetrics(face).horizontalAdvance(u'…'), QTextLine::CursorOnCharacter);
        lay(QStringView(entry.snippet).first(fits).trimmed().toString() + u'…');
    }
    painter.save();
    painter.setClipRect(rect);
    painter.setPen(Theme::color(ThemeRole::Secondary));
    layout.draw(&painter, QPointF(rect.left(), rect.top() + (rect.height() - layout.boundingRect().height()) / 2));
    painter.restore();
}

/// The icon in one colour: hue is for states, and the theme's icons of file formats have colours of their own.
QPixmap silhouette(const QString &name, int size, double ratio, const QColor &color)
{
    const QString key = u"%1/%2/%3/%4"_s.arg(name).arg(size).arg(ratio).arg(color.rgb());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = Icons::pixmap(name, size, ratio, color);
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRect(0, 0, size, size), color);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Follows the theme.
class SilhouetteEngine final : public QIconEngine
{
public:
    explicit SilhouetteEngine(QString name)
        : m_name(std::move(name))
    {}
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        painter->drawPixmap(rect, silhouette(m_name, rect.width(), painter->device()->devicePixelRatio(), Theme::color(ThemeRole::Secondary)));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return scaledPixmap(size, mode, state, 1.0); }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode, QIcon::State, qreal scale) override
    {
        return silhouette(m_name, qRound(size.width() / scale), scale, Theme::color(ThemeRole::Secondary));
    }
    [[nodiscard]] QIconEngine *clone() const override { return new SilhouetteEngine(*this); }

private:
    QString m_name;
};

QString factsOf(const LibraryDocument &document)
{
    QStringList facts{document.name.isEmpty() ? formatName(document.format) : document.name, Format::bytes(document.size)};
    if (document.version > 1)
        facts.append(QCoreApplication::translate("Millrace::DocumentDelegate", "version %1").arg(document.version));
    if (!document.duplicateOf.isEmpty())
        facts.append(QCoreApplication::translate("Millrace::DocumentDelegate", "duplicate"));
    return facts.join(u" · "_s);
}

} // namespace

QString formatIcon(const QString &format)
{
    static const QHash<QString, QString> icons = {
        {u"pdf"_s, u"application-pdf"_s},
        {u"html"_s, u"text-html"_s},
        {u"markdown"_s, u"text-x-markdown"_s},
        {u"docx"_s, u"x-office-document"_s},
        {u"odt"_s, u"x-office-document"_s},
        {u"epub"_s, u"application-epub+zip"_s},
        {u"xlsx"_s, u"x-office-spreadsheet"_s},
        {u"ods"_s, u"x-office-spreadsheet"_s},
        {u"csv"_s, u"text-csv"_s},
        {u"tsv"_s, u"text-csv"_s},
        {u"pptx"_s, u"x-office-presentation"_s},
        {u"odp"_s, u"x-office-presentation"_s},
        {u"email"_s, u"mail-message"_s},
        {u"eml"_s, u"mail-message"_s},
        {u"mbox"_s, u"mail-message"_s},
        {u"image"_s, u"image-x-generic"_s},
        {u"jpeg"_s, u"image-x-generic"_s},
        {u"png"_s, u"image-x-generic"_s},
        {u"tiff"_s, u"image-x-generic"_s},
        {u"webp"_s, u"image-x-generic"_s},
        {u"gif"_s, u"image-x-generic"_s},
        {u"json"_s, u"application-json"_s},
        {u"jsonl"_s, u"application-json"_s},
        {u"xml"_s, u"text-xml"_s},
    };
    const QString icon = icons.value(format, u"text-x-generic"_s);
    return Icons::has(icon) ? icon : u"text-x-generic"_s;
}

QIcon formatSign(const QString &format)
{
    return QIcon(new SilhouetteEngine(formatIcon(format)));
}

QString formatName(const QString &format)
{
    static const QHash<QString, QString> names
        = {{u"markdown"_s, u"Markdown"_s}, {u"epub"_s, u"EPUB"_s}, {u"jsonl"_s, u"JSON Lines"_s}, {u"webp"_s, u"WebP"_s}};
    if (format == "text"_L1)
        return QCoreApplication::translate("Millrace::DocumentDelegate", "Text");
    if (format == "image"_L1)
        return QCoreApplication::translate("Millrace::DocumentDelegate", "Image");
    if (format == "code"_L1)
        return QCoreApplication::translate("Millrace::DocumentDelegate", "Source code");
    if (format == "email"_L1 || format == "eml"_L1)
        return QCoreApplication::translate("Millrace::DocumentDelegate", "Mail");
    return names.value(format, format.toUpper());
}

QSize DocumentDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {Metrics::gap(60), Metrics::gap(13)};
}

void DocumentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintBackground(painter, option);
    const auto entry = index.data(LibraryModel::EntryRole).value<LibraryEntry>();
    const QRect inside = option.rect.adjusted(Metrics::gap(4), Metrics::gap(2), -Metrics::gap(4), -Metrics::gap(2));
    const int icon = Metrics::gap(5);
    const double ratio = option.widget ? option.widget->devicePixelRatio() : 1.0;
    painter->drawPixmap(QPoint(inside.left(), inside.top() + (inside.height() - icon) / 2),
                        silhouette(formatIcon(entry.document.format), icon, ratio, Theme::color(ThemeRole::Secondary)));
    const QRect texts = inside.adjusted(icon + Metrics::gap(3), 0, 0, 0);
    const QRect upper(texts.left(), texts.top(), texts.width(), texts.height() / 2);
    const QRect lower(texts.left(), upper.bottom() + 1, texts.width(), texts.height() - upper.height());

    const QFont small = Theme::font(TextRole::Secondary);
    const QString day
        = entry.isByMeaning ? QCoreApplication::translate("Millrace::DocumentDelegate", "means the like") : Format::clockTime(entry.document.takenAt);
    const int dayWidth = day.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(day) + Metrics::gap(3);
    const QFont strong = Theme::font(TextRole::Strong);
    painter->setFont(strong);
    painter->setPen(Theme::color(ThemeRole::Text));
    painter->drawText(upper.adjusted(0, 0, -dayWidth, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(strong).elidedText(index.data().toString().simplified(), Qt::ElideRight, upper.width() - dayWidth));
    painter->setFont(small);
    painter->setPen(Theme::color(ThemeRole::Secondary));
    painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, day);
    if (!entry.snippet.isEmpty())
        drawMatches(*painter, lower, entry);
    else
        painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(small).elidedText(factsOf(entry.document), Qt::ElideMiddle, lower.width()));
}

} // namespace Millrace
