// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QTreeWidget>

namespace Millrace {

/// The fields of a document, to be dragged into settings: each carries its dotted path ("keywords[0]"). Return puts the field where a setting was
/// last written (fieldChosen), copying takes the path. Long lists show their beginning.
class FieldTree final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit FieldTree(QWidget *parent = nullptr);

    /// What is open stays open.
    void setDocument(const Json &data);
    [[nodiscard]] const Json &document() const { return m_data; }
    [[nodiscard]] QTreeWidgetItem *itemOf(const QString &path) const;
    [[nodiscard]] static QString pathOf(const QTreeWidgetItem *item);
    /// Dotted paths of what is in a document, as they are offered while one is typed.
    [[nodiscard]] static QStringList paths(const Json &data);

Q_SIGNALS:
    void fieldChosen(const QString &path);

protected:
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QList<QTreeWidgetItem *> &items) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill(QTreeWidgetItem *parent, const Json &value, const QString &path, int depth);

    Json m_data;
    int m_rows = 0;
};

} // namespace Millrace
