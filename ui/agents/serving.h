// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace Millrace {

/// Whether agents are let in, and where: between the program, which opens the door to them, and the pane that shows it. Main thread.
class Serving final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] bool isOn() const { return !m_url.isEmpty(); }
    [[nodiscard]] QString url() const { return m_url; } ///< empty: nobody is let in
    void setUrl(const QString &url)
    {
        m_url = url;
        Q_EMIT changed();
    }

Q_SIGNALS:
    void changed();
    void wished(bool on);

private:
    QString m_url;
};

} // namespace Millrace
