// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/theme.h"

#include "common/metrics.h"
#include "common/statusstyle.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsComputedAsWcagDoes()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        QVERIFY(qAbs(contrastRatio(QColor(0x767676), Qt::white) - 4.54) < 0.01);
    }

    void textsAndStatusesAreReadableOnEverySurface_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void textsAndStatusesAreReadableOnEverySurface()
    {
        QFETCH(bool, dark);
        const ThemeColors &colors = dark ? ThemeColors::dark() : ThemeColors::light();
        const QList<QColor> surfaces = {colors.of(ThemeRole::Window),    colors.of(ThemeRole::Surface), colors.of(ThemeRole::Raised),
                                        colors.of(ThemeRole::Selection), colors.of(ThemeRole::Hover),   colors.of(ThemeRole::Reading)};
        for (const QColor &surface : surfaces) {
            for (const ThemeRole role : {ThemeRole::Text, ThemeRole::Secondary, ThemeRole::Accent})
                check(colors.of(role), surface, 4.5, u"role %1"_s.arg(static_cast<int>(role)));
            for (const ContextStatus status : kAllStatuses)
                check(colors.of(status), surface, 4.5, StatusStyle::word(status));
        }
        for (const ThemeRole role : {ThemeRole::DiffAdded, ThemeRole::DiffRemoved, ThemeRole::DiffChanged})
            check(colors.of(ThemeRole::Text), colors.of(role), 4.5, u"diff"_s);
        check(colors.of(ThemeRole::OnAccent), colors.of(ThemeRole::Accent), 4.5, u"on accent"_s);
    }

    void controlBordersAreVisible_data() { textsAndStatusesAreReadableOnEverySurface_data(); }

    void controlBordersAreVisible()
    {
        QFETCH(bool, dark);
        const ThemeColors &colors = dark ? ThemeColors::dark() : ThemeColors::light();
        for (const ThemeRole surface : {ThemeRole::Window, ThemeRole::Surface, ThemeRole::Raised})
            check(colors.of(ThemeRole::ControlBorder), colors.of(surface), 3.0, u"border"_s);
    }

    void theModeDecidesThePalette()
    {
        Theme theme(ThemeMode::Dark);
        QVERIFY(Theme::isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), ThemeColors::dark().of(ThemeRole::Window));
        theme.setMode(ThemeMode::Light);
        QVERIFY(!Theme::isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), ThemeColors::light().of(ThemeRole::Window));
        QCOMPARE(QApplication::palette().color(QPalette::Base), Theme::color(ThemeRole::Surface));
    }

    void theStyleSheetHasNoUnfilledNames()
    {
        const Theme theme(ThemeMode::Light);
        QVERIFY(!qApp->styleSheet().isEmpty());
        QVERIFY(!qApp->styleSheet().contains(u'@'));
    }

    void figuresAreTabular()
    {
        const Theme theme(ThemeMode::Light);
        const QFontMetricsF metrics(Theme::font(TextRole::Body));
        QCOMPARE(metrics.horizontalAdvance(u"1111"_s), metrics.horizontalAdvance(u"8888"_s));
    }

    void theGridFollowsTheFont()
    {
        const Theme theme(ThemeMode::Light);
        QVERIFY(Metrics::unit() >= 4);
        QCOMPARE(Metrics::rowHeight(), 7 * Metrics::unit());
        QVERIFY(Metrics::rowHeight() > QFontMetrics(Theme::font(TextRole::Body)).height());
    }

    void everyStatusHasWordSignAndMeaning()
    {
        QSet<QString> words;
        QSet<QString> signs;
        for (const ContextStatus status : kAllStatuses) {
            words.insert(StatusStyle::word(status));
            signs.insert(StatusStyle::iconName(status));
            QVERIFY(!StatusStyle::meaning(status).isEmpty());
        }
        QCOMPARE(words.size(), qsizetype(kAllStatuses.size()));
        QCOMPARE(signs.size(), qsizetype(kAllStatuses.size()));
    }

private:
    static void check(const QColor &color, const QColor &surface, double least, const QString &what)
    {
        const double ratio = contrastRatio(color, surface);
        QVERIFY2(ratio >= least, qPrintable(u"%1: %2 on %3 is %4"_s.arg(what, color.name(), surface.name()).arg(ratio)));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
