// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/statuschip.h"

#include "common/statusstyle.h"
#include "common/theme.h"

#include <QPainter>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestStatusChip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChipIsOpaqueOnASelectedRow()
    {
        const Theme theme(ThemeMode::Light);
        QImage image(200, 28, QImage::Format_ARGB32_Premultiplied);
        image.fill(Theme::color(ThemeRole::Selection));
        {
            QPainter painter(&image);
            StatusChip::paint(&painter, image.rect(), ContextStatus::Completed);
        }
        // Right of the left curve, above the sign: the chip's own surface.
        QCOMPARE(image.pixelColor(image.height() / 2, 6), Theme::color(ThemeRole::Surface));
    }

    void withoutRoomTheSignStaysAlone()
    {
        const Theme theme(ThemeMode::Light);
        const QSize full = StatusChip::size(ContextStatus::AwaitingReview);
        QImage image(full.width() / 2, 28, QImage::Format_ARGB32_Premultiplied);
        image.fill(Theme::color(ThemeRole::Window));
        {
            QPainter painter(&image);
            StatusChip::paint(&painter, image.rect(), ContextStatus::AwaitingReview);
        }
        QCOMPARE(image.pixelColor(image.width() - 2, 14), Theme::color(ThemeRole::Window));
    }

    void theDelegateNeedsRoomForItsWord()
    {
        const Theme theme(ThemeMode::Light);
        QStandardItemModel model(1, 1);
        model.setData(model.index(0, 0), static_cast<int>(ContextStatus::Quarantined), kStatusRole);
        const StatusChipDelegate delegate;
        QVERIFY(delegate.sizeHint({}, model.index(0, 0)).width() > StatusChip::size(ContextStatus::Quarantined).width());
    }

    void aCountButtonSaysNumberAndStatus()
    {
        const Theme theme(ThemeMode::Light);
        StatusCountButton button(ContextStatus::Failed);
        button.setCount(12);
        QCOMPARE(button.accessibleName(), u"12 failed"_s);
        QVERIFY(button.toolTip().contains(StatusStyle::meaning(ContextStatus::Failed)));
        QSignalSpy clicked(&button, &QAbstractButton::clicked);
        button.show();
        button.setFocus();
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(clicked.size(), 1);
    }
};

QTEST_MAIN(TestStatusChip)
#include "tst_statuschip.moc"
