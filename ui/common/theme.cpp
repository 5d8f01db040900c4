// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/theme.h"

#include "common/metrics.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QProxyStyle>
#include <QPushButton>
#include <QStyleOption>
#include <QStyleHints>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Theme *s_current = nullptr;

constexpr ThemeColors kLight = {
    .roles = {0xffF5F6F8, 0xffFFFFFF, 0xffFFFFFF, 0xffD9DEE5, 0xff858F9C, 0xff1B2430, 0xff4F5B6B, 0xff1A56C4, 0xffFFFFFF, 0xffDCE8FF, 0xffEEF1F5,
              0xffFAFAF7, 0xffE6EAF0, 0xffC9EFD4, 0xffF9D2CF, 0xffFFE6B0},
    .statuses = {0xff4F5B69, 0xff1A56C4, 0xff8F4100, 0xff5B2BB0, 0xff9C1250, 0xff15652F, 0xffA8201A, 0xff4B525C},
    .charts = {0xff1A56C4, 0xff0F766E, 0xff8F4100, 0xff5B2BB0, 0xff9C1250, 0xff4F5B69},
};

constexpr ThemeColors kDark = {
    .roles = {0xff14181F, 0xff1B212B, 0xff232B37, 0xff323C4A, 0xff6E7B8C, 0xffE6EBF2, 0xffA3AFBE, 0xff8AB4FF, 0xff0E1420, 0xff23395F, 0xff222A36,
              0xff191E26, 0xff2C3542, 0xff1F4D31, 0xff5A2A28, 0xff57431A},
    .statuses = {0xffA9B4C2, 0xff8AB4FF, 0xffF3B159, 0xffC4A8FA, 0xffF79AC0, 0xff6CD690, 0xffFF948B, 0xffA6B0BC},
    .charts = {0xff8AB4FF, 0xff5CC9BE, 0xffF3B159, 0xffC4A8FA, 0xffF79AC0, 0xffA9B4C2},
};

double channelLuminance(int channel)
{
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * channelLuminance(color.red()) + 0.7152 * channelLuminance(color.green()) + 0.0722 * channelLuminance(color.blue());
}

/// Fusion without its gradients in lists: selection and hover are flat, the focus is a line of the accent colour.
class FlatStyle final : public QProxyStyle
{
public:
    FlatStyle()
        : QProxyStyle(u"Fusion"_s)
    {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override
    {
        if (element == PE_PanelItemViewItem || element == PE_PanelItemViewRow) {
            if (option->state & State_Selected)
                painter->fillRect(option->rect, Theme::color(ThemeRole::Selection));
            else if (element == PE_PanelItemViewItem && (option->state & State_MouseOver))
                painter->fillRect(option->rect, Theme::color(ThemeRole::Hover));
        } else if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton || element == PE_IndicatorItemViewItemCheck) {
            drawIndicator(element == PE_IndicatorRadioButton, *option, *painter);
        } else if (element == PE_FrameFocusRect) {
            if (qobject_cast<const QPushButton *>(widget))
                return; // its border says so
            painter->save();
            painter->setPen(Theme::color(ThemeRole::Accent));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            painter->restore();
        } else {
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        }
    }

    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const override
    {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        if (control == CC_SpinBox && !(option->subControls == SC_None)) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(borderOf(*option));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
            painter->restore();
        }
    }

private:
    static QColor borderOf(const QStyleOption &option)
    {
        return Theme::color(!(option.state & State_Enabled)     ? ThemeRole::Separator
                                : option.state & State_HasFocus ? ThemeRole::Accent
                                                                : ThemeRole::ControlBorder);
    }

    /// Fusion derives its outlines from the window's colour, darker: on a dark one nothing of them is seen.
    static void drawIndicator(bool isRound, const QStyleOption &option, QPainter &painter)
    {
        const bool isOn = option.state & State_On;
        const bool isHalf = option.state & State_NoChange;
        const bool isEnabled = option.state & State_Enabled;
        const double side = std::min(option.rect.width(), option.rect.height()) - 1;
        QRectF box(0, 0, side, side);
        box.moveCenter(QRectF(option.rect).center());
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        const bool isFilled = isOn || isHalf;
        const QColor fill = Theme::color(isFilled ? (isEnabled ? ThemeRole::Accent : ThemeRole::ControlBorder) : ThemeRole::Surface);
        painter.setPen(isFilled ? fill : borderOf(option));
        painter.setBrush(fill);
        if (isRound)
            painter.drawEllipse(box);
        else
            painter.drawRoundedRect(box, 3, 3);
        const QColor mark = Theme::color(isEnabled ? ThemeRole::OnAccent : ThemeRole::Surface);
        if (isOn && isRound) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(mark);
            painter.drawEllipse(box.center(), side / 5, side / 5);
        } else if (isFilled) {
            painter.setPen(QPen(mark, std::max(1.5, side / 8), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const auto at = [&](double x, double y) { return QPointF(box.left() + x * side, box.top() + y * side); };
            if (isHalf)
                painter.drawLine(at(0.27, 0.5), at(0.73, 0.5));
            else
                painter.drawPolyline(QPolygonF{at(0.24, 0.53), at(0.43, 0.71), at(0.77, 0.31)});
        }
        painter.restore();
    }
};

/// The first family that this machine has; empty for the system's own.
QString family(const QStringList &wanted)
{
    const auto found = std::ranges::find_if(wanted, [](const QString &name) { return QFontDatabase::hasFamily(name); });
    return found == wanted.end() ? QString() : *found;
}

const ThemeColors &colors()
{
    return Theme::isDark() ? kDark : kLight;
}

/// Qt's style sheets know no variables: `@name` stands for a colour or a length.
QString fillIn(QString sheet, const QList<std::pair<QString, QString>> &values)
{
    for (const auto &[name, value] : values)
        sheet.replace(u'@' + name + u';', value + u';');
    return sheet;
}

} // namespace

const ThemeColors &ThemeColors::light()
{
    return kLight;
}

const ThemeColors &ThemeColors::dark()
{
    return kDark;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

Theme::Theme(ThemeMode mode, QObject *parent)
    : QObject(parent)
    , m_mode(mode)
{
    s_current = this;
    QApplication::setStyle(new FlatStyle);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_mode == ThemeMode::System)
            apply();
    });
    apply();
}

Theme::~Theme()
{
    if (s_current == this)
        s_current = nullptr;
}

void Theme::setMode(ThemeMode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    apply();
}

Theme *Theme::current()
{
    return s_current;
}

bool Theme::isDark()
{
    return s_current && s_current->m_dark;
}

QColor Theme::color(ThemeRole role)
{
    return colors().of(role);
}

QColor Theme::color(ContextStatus status)
{
    return colors().of(status);
}

QColor Theme::chartColor(int index)
{
    return QColor::fromRgb(colors().charts.at(static_cast<std::size_t>(index % kChartColors)));
}

QFont Theme::font(TextRole role)
{
    static const QString textFamily = family({u"Inter"_s, u"Inter Variable"_s});
    static const QString fixedFamily = family({u"JetBrains Mono"_s});

    QFont font
        = role == TextRole::Fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (role == TextRole::Fixed && !fixedFamily.isEmpty()) {
        font.setFamily(fixedFamily);
        font.setFeature("liga", 0);
        font.setFeature("calt", 0);
    } else if (role != TextRole::Fixed) {
        if (!textFamily.isEmpty())
            font.setFamily(textFamily);
        // Columns of numbers must not dance while they count.
        font.setFeature("tnum", 1);
    }
    font.setWeight(QFont::Normal);
    switch (role) {
    case TextRole::Body:
        font.setPointSizeF(10);
        break;
    case TextRole::Strong:
        font.setPointSizeF(10);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Secondary:
    case TextRole::Label:
        font.setPointSizeF(9);
        break;
    case TextRole::Section:
        font.setPointSizeF(10.5);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Title:
        font.setPointSizeF(13);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Number:
        font.setPointSizeF(20);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Reading:
        font.setPointSizeF(12.5 + readingZoom());
        break;
    case TextRole::Fixed:
        font.setPointSizeF(9.5);
        break;
    }
    return font;
}

int Theme::motionMs()
{
    return std::min(150, QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration));
}

int Theme::readingZoom()
{
    return s_current ? s_current->m_readingZoom : 0;
}

void Theme::setReadingZoom(int points)
{
    points = std::clamp(points, -3, 12);
    if (points == m_readingZoom)
        return;
    m_readingZoom = points;
    Q_EMIT changed();
}

void Theme::apply()
{
    m_dark = m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark);
    QApplication::setFont(font(TextRole::Body));
    QApplication::setPalette(palette());
    qApp->setStyleSheet(styleSheet());
    Q_EMIT changed();
}

QPalette Theme::palette() const
{
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, ThemeRole color) { p.setColor(role, Theme::color(color)); };
    set(QPalette::Window, ThemeRole::Window);
    set(QPalette::WindowText, ThemeRole::Text);
    set(QPalette::Base, ThemeRole::Surface);
    set(QPalette::AlternateBase, ThemeRole::Window);
    set(QPalette::Text, ThemeRole::Text);
    set(QPalette::PlaceholderText, ThemeRole::Secondary);
    set(QPalette::Button, ThemeRole::Surface);
    set(QPalette::ButtonText, ThemeRole::Text);
    set(QPalette::BrightText, ThemeRole::Text);
    set(QPalette::ToolTipBase, ThemeRole::Raised);
    set(QPalette::ToolTipText, ThemeRole::Text);
    set(QPalette::Highlight, ThemeRole::Selection);
    set(QPalette::HighlightedText, ThemeRole::Text);
    set(QPalette::Accent, ThemeRole::Accent);
    set(QPalette::Link, ThemeRole::Accent);
    set(QPalette::LinkVisited, ThemeRole::Accent);
    set(QPalette::Light, ThemeRole::Raised);
    set(QPalette::Midlight, ThemeRole::Separator);
    set(QPalette::Mid, ThemeRole::Separator);
    set(QPalette::Dark, ThemeRole::ControlBorder);
    set(QPalette::Shadow, ThemeRole::ControlBorder);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, Theme::color(ThemeRole::ControlBorder));
    p.setColor(QPalette::Disabled, QPalette::Highlight, Theme::color(ThemeRole::Track));
    return p;
}

QString Theme::styleSheet() const
{
    // No rule for item views: delegates paint rows, and a style sheet there costs every row.
    const QString sheet = uR"(
QPushButton, QComboBox {
    background: @surface; color: @text; border: 1px solid @border; border-radius: @radius;
    padding: @padY; padding-left: @padX; padding-right: @padX; min-height: @line;
}
QPushButton:hover, QComboBox:hover { background: @hover; }
QPushButton:pressed, QComboBox:on { background: @track; }
QPushButton:focus, QComboBox:focus { border: 1px solid @accent; }
QPushButton:disabled, QComboBox:disabled { color: @border; border-color: @separator; }
QPushButton:default, QPushButton[primary="true"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[primary="true"]:hover { background: @accentHover; }
QPushButton[primary="true"]:focus { border: 1px solid @text; }
QPushButton[primary="true"]:disabled { background: @track; color: @border; border-color: @track; }
QPushButton[flat="true"], QPushButton[link="true"] { background: transparent; border: 1px solid transparent; }
QPushButton[link="true"] { color: @accent; }
QPushButton[flat="true"]:hover, QPushButton[link="true"]:hover { background: @hover; }
QPushButton[flat="true"]:focus, QPushButton[link="true"]:focus { border: 1px solid @accent; }
QComboBox::drop-down { border: none; width: @lineWide; }
QComboBox::down-arrow { image: @chevron; width: @icon; height: @icon; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @border; outline: none; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: @radius; padding: @padY; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @selection; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton::menu-indicator { image: none; width: 0px; }
QLineEdit, QPlainTextEdit[field="true"] {
    background: @surface; color: @text; border: 1px solid @border; border-radius: @radius;
    padding: @padY; padding-left: @padX; padding-right: @padX; min-height: @line;
    selection-background-color: @selection; selection-color: @text;
}
QLineEdit:focus, QPlainTextEdit[field="true"]:focus { border: 1px solid @accent; }
QLineEdit:disabled { color: @border; border-color: @separator; }
QLabel[problem="true"] { color: @failed; }
QMenuBar { background: @window; color: @text; border: none; padding: 2px; }
QMenuBar::item { background: transparent; padding: @padY; padding-left: @padX; padding-right: @padX; border-radius: @radius; }
QMenuBar::item:selected { background: @hover; }
QMenuBar::item:pressed { background: @selection; }
QMenu { background: @raised; color: @text; border: 1px solid @border; padding: @padY; }
QMenu::item { padding: @padY; padding-left: @lineWide; padding-right: @lineWide; border-radius: @radius; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @border; }
QMenu::separator { height: 1px; background: @separator; margin: @padY; }
QMenu::icon { padding-left: @padX; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: @padY; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section {
    background: @surface; color: @secondary; border: none; border-bottom: 1px solid @separator; padding: @padY;
    padding-left: @padX; padding-right: @padX;
}
QHeaderView::section:hover { color: @text; background: @hover; }
QProgressBar { background: @track; border: none; border-radius: 2px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
    background: transparent; color: @secondary; border: none; border-bottom: 2px solid transparent;
    padding: @padY; padding-left: @padX; padding-right: @padX; margin-right: @padY;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @separator; }
QSplitter::handle { background: @separator; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }
QScrollBar:vertical { background: transparent; width: @scroll; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: @scroll; margin: 0px; }
QScrollBar::handle { background: @border; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: @lineWide; }
QScrollBar::handle:horizontal { min-width: @lineWide; }
QScrollBar::handle:hover { background: @secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
)"_s;
    const auto name = [](ThemeRole role) { return Theme::color(role).name(); };
    const auto px = [](int pixels) { return QString::number(pixels) + "px"_L1; };
    const QColor accent = Theme::color(ThemeRole::Accent);
    return fillIn(sheet,
                  {{u"window"_s, name(ThemeRole::Window)},
                   {u"surface"_s, name(ThemeRole::Surface)},
                   {u"raised"_s, name(ThemeRole::Raised)},
                   {u"separator"_s, name(ThemeRole::Separator)},
                   {u"border"_s, name(ThemeRole::ControlBorder)},
                   {u"text"_s, name(ThemeRole::Text)},
                   {u"secondary"_s, name(ThemeRole::Secondary)},
                   {u"accent"_s, name(ThemeRole::Accent)},
                   {u"failed"_s, Theme::color(ContextStatus::Failed).name()},
                   {u"accentHover"_s, (m_dark ? accent.lighter(110) : accent.darker(112)).name()},
                   {u"onAccent"_s, name(ThemeRole::OnAccent)},
                   {u"selection"_s, name(ThemeRole::Selection)},
                   {u"hover"_s, name(ThemeRole::Hover)},
                   {u"track"_s, name(ThemeRole::Track)},
                   {u"chevron"_s, m_dark ? u"url(:/millrace/icons/chevron-down-dark.svg)"_s : u"url(:/millrace/icons/chevron-down-light.svg)"_s},
                   {u"icon"_s, px(Metrics::smallIcon())},
                   {u"radius"_s, px(Metrics::controlRadius())},
                   {u"padY"_s, px(Metrics::unit() - 1)},
                   {u"padX"_s, px(Metrics::gap(2) + 2)},
                   {u"line"_s, px(Metrics::gap(5))},
                   {u"lineWide"_s, px(Metrics::gap(6))},
                   {u"scroll"_s, px(Metrics::gap(3))}});
}

} // namespace Millrace
