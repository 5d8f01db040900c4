// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/boardexport.h"

#include "common/csv.h"
#include "common/format.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "metrics/panelcard.h"
#include "sdk/json.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPictureScale = 2; ///< sharp on paper and on fine screens

QByteArray unitName(Unit unit)
{
    switch (unit) {
    case Unit::PerSecond:
        return "per_second";
    case Unit::Seconds:
        return "seconds";
    case Unit::Bytes:
        return "bytes";
    case Unit::BytesPerSecond:
        return "bytes_per_second";
    case Unit::Share:
        return "share";
    case Unit::Money:
        return "money";
    case Unit::Number:
        break;
    }
    return "number";
}

Json numbers(const QList<double> &values)
{
    Json list = Json::array();
    for (const double value : values)
        list.append(std::isfinite(value) ? Json(value) : Json());
    return list;
}

QString colors(const ThemeColors &colors)
{
    QString css;
    const std::array roles
        = {std::pair("window", ThemeRole::Window),        std::pair("surface", ThemeRole::Surface), std::pair("separator", ThemeRole::Separator),
           std::pair("border", ThemeRole::ControlBorder), std::pair("text", ThemeRole::Text),       std::pair("secondary", ThemeRole::Secondary)};
    for (const auto &[name, role] : roles)
        css += u"--%1: %2; "_s.arg(QLatin1StringView(name), colors.of(role).name());
    for (int i = 0; i < kChartColors; ++i)
        css += u"--chart%1: %2; "_s.arg(i).arg(QColor::fromRgb(colors.charts.at(static_cast<std::size_t>(i))).name());
    return css;
}

} // namespace

Result<void> BoardExport::writeTo(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    if (ending == "csv"_L1) {
        bytes = csv();
    } else if (ending == "html"_L1 || ending == "htm"_L1) {
        bytes = html();
    } else if (ending == "png"_L1) {
        QImage image(size() * kPictureScale, QImage::Format_RGB32);
        image.setDevicePixelRatio(kPictureScale);
        QPainter painter(&image);
        paint(&painter, size());
        painter.end();
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
    } else if (ending == "svg"_L1) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(size());
        generator.setViewBox(QRect(QPoint(0, 0), size()));
        generator.setTitle(title);
        QPainter painter(&generator);
        paint(&painter, size());
        painter.end();
    } else {
        return std::unexpected(
            Error::make(ErrorCode::Unsupported, u"a file that ends in .%1 cannot be written: png, svg, csv and html can"_s.arg(ending)));
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return std::unexpected(Error::make(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString())));
    return {};
}

QSize BoardExport::size() const
{
    if (panels.size() == 1)
        return panels.constFirst()->size().expandedTo({Metrics::gap(120), Metrics::gap(60)});
    QRect all;
    for (const PanelCard *panel : panels)
        all |= panel->geometry();
    const int margin = Metrics::gap(4);
    return all.isEmpty() ? QSize(Metrics::gap(120), Metrics::gap(20)) : QSize(all.right() + 1 + margin, all.bottom() + 1 + margin + Metrics::gap(12));
}

void BoardExport::paint(QPainter *painter, QSize size)
{
    if (panels.size() == 1) {
        panels.constFirst()->paintTo(painter, size);
        return;
    }
    painter->fillRect(QRect(QPoint(0, 0), size), Theme::color(ThemeRole::Window));
    painter->setPen(Theme::color(ThemeRole::Text));
    painter->setFont(Theme::font(TextRole::Title));
    painter->drawText(QRect(Metrics::gap(4), 0, size.width(), Metrics::gap(8)), Qt::AlignVCenter | Qt::AlignLeft, title);
    painter->setPen(Theme::color(ThemeRole::Secondary));
    painter->setFont(Theme::font(TextRole::Secondary));
    painter->drawText(QRect(Metrics::gap(4), Metrics::gap(7), size.width(), Metrics::gap(4)), Qt::AlignVCenter | Qt::AlignLeft,
                      u"%1 – %2"_s.arg(UnitText::moment(from, 1), UnitText::moment(to, 1)));
    for (PanelCard *panel : panels) {
        painter->save();
        painter->translate(panel->pos() + QPoint(0, Metrics::gap(12)));
        panel->paintTo(painter, panel->size());
        painter->restore();
    }
}

QByteArray BoardExport::csv() const
{
    const auto text = [](const QString &words) { return CsvCell{words, false}; };
    QByteArray lines = csvLine({text(u"panel"_s), text(u"line"_s), text(u"time"_s), text(u"value"_s)});
    for (const PanelCard *panel : panels) {
        const QList<QStringList> table = panel->table();
        for (qsizetype row = 1; row < table.size(); ++row) {
            for (qsizetype column = 1; column < table.at(row).size(); ++column) {
                if (!table.at(row).at(column).isEmpty())
                    lines += csvLine({text(panel->info().title), text(table.constFirst().at(column)), text(table.at(row).constFirst()),
                                      CsvCell{table.at(row).at(column), true}});
            }
        }
    }
    return lines;
}

QByteArray BoardExport::html() const
{
    Json list = Json::array();
    for (const PanelCard *panel : panels) {
        const PlotContent &content = panel->content();
        const PanelInfo &info = panel->info();
        const bool isAlone = panels.size() == 1;
        Json one = Json::object({{"title", info.title},
                                 {"kind", panelKindName(info.kind)},
                                 {"unit", unitName(content.unit)},
                                 {"step", content.step},
                                 {"x", isAlone ? 0 : info.cells.left()},
                                 {"y", isAlone ? 0 : info.cells.top()},
                                 {"w", isAlone ? kGridColumns : info.cells.width()},
                                 {"h", isAlone ? 8 : info.cells.height()}});
        Json lines = Json::array();
        for (const PlotLine &line : content.lines)
            lines.append(
                Json::object({{"name", line.series().name}, {"times", numbers(line.series().times)}, {"values", numbers(line.series().values)}}));
        one.insert("lines", lines);
        if (!content.buckets.bounds.isEmpty()) {
            Json counts = Json::array();
            for (const QList<double> &column : content.buckets.counts)
                counts.append(numbers(column));
            one.insert("bounds", numbers(content.buckets.bounds));
            one.insert("times", numbers(content.buckets.times));
            one.insert("counts", counts);
            one.insert("sums", numbers(content.buckets.sums()));
        }
        list.append(one);
    }
    Json happened = Json::array();
    for (const PlotMark &mark : marks)
        happened.append(Json::object({{"time", mark.time}, {"text", mark.text}}));
    const auto word = [](const char *text) { return QCoreApplication::translate("BoardExport", text); };
    const QStringList columns{word(QT_TRANSLATE_NOOP("BoardExport", "What")), word(QT_TRANSLATE_NOOP("BoardExport", "Last")),
                              word(QT_TRANSLATE_NOOP("BoardExport", "Least")), word(QT_TRANSLATE_NOOP("BoardExport", "Mean")),
                              word(QT_TRANSLATE_NOOP("BoardExport", "Greatest"))};
    const Json data = Json::object({{"from", from},
                                    {"to", to},
                                    {"panels", list},
                                    {"marks", happened},
                                    {"words",
                                     Json::object({{"none", word(QT_TRANSLATE_NOOP("BoardExport", "Nothing was measured in this time."))},
                                                   {"columns", Json::array(columns)}})}});
    QFile file(u":/millrace/metrics/board.html"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList parts = QString::fromUtf8(file.readAll()).split(u"@DATA@"_s);
    for (QString &part : parts) {
        part.replace("@LANG@"_L1, Format::locale().bcp47Name());
        part.replace("@LIGHT@"_L1, colors(ThemeColors::light()));
        part.replace("@DARK@"_L1, colors(ThemeColors::dark()));
        part.replace("@TITLE@"_L1, title.toHtmlEscaped());
    }
    // Nothing in a name may end the element that it stands in.
    return parts.join(QString::fromUtf8(data.toBytes().replace("</", "<\\/").replace("<!--", "<\\u0021--"))).toUtf8();
}

} // namespace Millrace
