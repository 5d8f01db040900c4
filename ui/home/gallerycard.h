// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/card.h"
#include "sdk/json.h"

class QLabel;
class QPushButton;

namespace Millrace {

/// One piece of the gallery.
class GalleryCard final : public Card
{
    Q_OBJECT

public:
    /// `piece` as gallery.list tells it.
    GalleryCard(const Json &piece, QWidget *parent);

    [[nodiscard]] QString id() const { return m_id; }
    [[nodiscard]] QString title() const { return m_title; }
    /// How many contexts of the workspace went through it.
    void setContexts(qint64 count);
    void setWorking(bool working);
    void setWritable(bool writable);

Q_SIGNALS:
    void tryRequested();
    void contextsRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showPicture();

    QString m_id;
    QString m_title;
    QString m_iconName;
    bool m_working = false;
    bool m_writable = true;
    QLabel *m_picture;
    QPushButton *m_try;
    QPushButton *m_contexts;
};

} // namespace Millrace
