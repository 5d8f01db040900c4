// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/icons.h"

#include "common/statusstyle.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Every icon name that the sources mention: arguments of Icons::… and setContent(), members `iconName` of tables, statuses.
QSet<QString> namesInSources()
{
    static const QRegularExpression use(uR"re((?:Icons::(?:icon|pixmap)\(|iconName = |setContent\()u"([a-z0-9-]+)")re"_s);
    QSet<QString> names;
    for (const auto folder : {"/ui"_L1, "/app/gui"_L1}) {
        QDirIterator files(QStringLiteral(MILLRACE_SOURCE_DIR) + folder, {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QString text = QString::fromUtf8(file.readAll());
            for (auto matches = use.globalMatch(text); matches.hasNext();)
                names.insert(matches.next().captured(1));
        }
    }
    for (const ContextStatus status : kAllStatuses)
        names.insert(StatusStyle::iconName(status));
    return names;
}

/// Pixels that are not quite transparent.
int inked(const QImage &image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y).alpha() > 16;
    }
    return count;
}

} // namespace

class TestIcons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noIconThatTheSourcesNameIsNullOrBlank()
    {
        const Theme theme(ThemeMode::Light);
        const QSet<QString> names = namesInSources();
        QVERIFY(names.size() > 10);
        for (const QString &name : names) {
            QVERIFY2(Icons::has(name), qPrintable(name));
            const QIcon icon = Icons::icon(name);
            QVERIFY2(!icon.isNull(), qPrintable(name));
            for (const int size : {16, 22, 48})
                QVERIFY2(inked(icon.pixmap(size).toImage()) > size, qPrintable(u"%1 at %2"_s.arg(name).arg(size)));
        }
    }

    void anUnknownNameIsNull()
    {
        QVERIFY(!Icons::has(u"no-such-icon"));
        QVERIFY(Icons::icon(u"no-such-icon").isNull());
    }

    void iconsTakeThePaletteColourAndFollowTheTheme()
    {
        Theme theme(ThemeMode::Light);
        const QIcon icon = Icons::icon(u"go-home");
        QCOMPARE(darkestOpaque(icon.pixmap(22).toImage()), ThemeColors::light().of(ThemeRole::Text));
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(darkestOpaque(icon.pixmap(22).toImage()), ThemeColors::dark().of(ThemeRole::Text));
    }

    void disabledIconsAreQuieter()
    {
        const Theme theme(ThemeMode::Light);
        const QIcon icon = Icons::icon(u"go-home");
        QCOMPARE(darkestOpaque(icon.pixmap(QSize(22, 22), 1.0, QIcon::Disabled).toImage()), ThemeColors::light().of(ThemeRole::ControlBorder));
    }

    void iconsAreSharpAtEveryPixelRatio()
    {
        const Theme theme(ThemeMode::Light);
        const QPixmap pixmap = Icons::icon(u"go-home").pixmap(QSize(16, 16), 2.0);
        QCOMPARE(pixmap.size(), QSize(32, 32));
        QCOMPARE(pixmap.devicePixelRatio(), 2.0);
        QCOMPARE(Icons::pixmap(u"go-home", 16, 1.5, Qt::red).size(), QSize(24, 24));
    }

    void statusSignsHaveTheirStatusColour()
    {
        const Theme theme(ThemeMode::Dark);
        QCOMPARE(darkestOpaque(Icons::status(ContextStatus::Completed).pixmap(32).toImage()), ThemeColors::dark().of(ContextStatus::Completed));
    }

private:
    /// The colour of the fully opaque pixels (all alike in a one-coloured icon).
    static QColor darkestOpaque(const QImage &image)
    {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() == 255)
                    return image.pixelColor(x, y);
            }
        }
        return {};
    }
};

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
