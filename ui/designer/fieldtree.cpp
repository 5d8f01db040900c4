// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/fieldtree.h"

#include "common/metrics.h"
#include "common/schemafield.h"
#include "common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMimeData>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPathRole = Qt::UserRole;
constexpr std::size_t kMostMembers = 200;
constexpr std::size_t kMostItems = 20; ///< of a list: the rest is alike
constexpr int kDeepest = 8;
constexpr int kMostRows = 5'000;
constexpr qsizetype kShown = 80;

/// As paths are written: a name that is none in JMESPath is quoted.
QString member(const QString &path, const QByteArray &key)
{
    static const QRegularExpression plain(u"^[A-Za-z_][A-Za-z0-9_]*$"_s);
    QString name = QString::fromUtf8(key);
    if (!plain.match(name).hasMatch())
        name = QString::fromUtf8(Json(name).toBytes());
    return path.isEmpty() ? name : path + u'.' + name;
}

QString shown(const Json &value)
{
    if (value.isArray())
        return FieldTree::tr("%n item(s)", nullptr, int(value.size()));
    if (value.isObject())
        return FieldTree::tr("%n field(s)", nullptr, int(value.size()));
    QString text = value.isString() ? value.toString() : QString::fromUtf8(value.toBytes());
    if (text.size() > kShown)
        text = text.first(kShown) + u"…"_s;
    return text.simplified();
}

void collect(QStringList &paths, const Json &value, const QString &path, int depth)
{
    if (!path.isEmpty())
        paths.append(path);
    if (depth >= kDeepest)
        return;
    for (const JsonMember &one : value.members().first(std::min(value.members().size(), kMostMembers)))
        collect(paths, one.value, member(path, one.key), depth + 1);
    if (value.isArray() && !value.isEmpty())
        collect(paths, value.at(0), path + u"[0]"_s, depth + 1);
}

} // namespace

FieldTree::FieldTree(QWidget *parent)
    : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderLabels({tr("Field"), tr("Value")});
    header()->setStretchLastSection(true);
    header()->resizeSection(0, Metrics::gap(42));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setIndentation(Metrics::gap(4));
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setAccessibleName(tr("Fields of the document"));
    setToolTip(tr("Drag a field into a setting, or press Return to put it where you last wrote"));
    connect(this, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem *item) { Q_EMIT fieldChosen(pathOf(item)); });
}

QString FieldTree::pathOf(const QTreeWidgetItem *item)
{
    return item->data(0, kPathRole).toString();
}

QTreeWidgetItem *FieldTree::itemOf(const QString &path) const
{
    for (QTreeWidgetItemIterator it(const_cast<FieldTree *>(this)); *it; ++it) {
        if (pathOf(*it) == path)
            return *it;
    }
    return nullptr;
}

QStringList FieldTree::paths(const Json &data)
{
    QStringList paths;
    collect(paths, data, {}, 0);
    return paths;
}

void FieldTree::setDocument(const Json &data)
{
    if (data == m_data)
        return;
    m_data = data;
    QSet<QString> open;
    for (QTreeWidgetItemIterator it(this); *it; ++it) {
        if ((*it)->isExpanded())
            open.insert(pathOf(*it));
    }
    const QString current = currentItem() ? pathOf(currentItem()) : QString();
    clear();
    m_rows = 0;
    fill(invisibleRootItem(), data, {}, 0);
    for (QTreeWidgetItemIterator it(this); *it; ++it) {
        (*it)->setExpanded(open.contains(pathOf(*it)));
        if (pathOf(*it) == current)
            setCurrentItem(*it);
    }
    if (!currentItem() && topLevelItemCount() > 0)
        setCurrentItem(topLevelItem(0));
}

void FieldTree::fill(QTreeWidgetItem *parent, const Json &value, const QString &path, int depth)
{
    const auto add = [&](const QString &name, const QString &where, const Json &one) {
        if (++m_rows > kMostRows)
            return;
        auto *item = new QTreeWidgetItem(parent, {name, shown(one)});
        item->setData(0, kPathRole, where);
        item->setForeground(1, Theme::color(ThemeRole::Secondary));
        item->setToolTip(0, where);
        if (depth < kDeepest)
            fill(item, one, where, depth + 1);
    };
    for (const JsonMember &one : value.members().first(std::min(value.members().size(), kMostMembers)))
        add(QString::fromUtf8(one.key), member(path, one.key), one.value);
    const auto items = value.items().first(std::min(value.items().size(), kMostItems));
    for (std::size_t i = 0; i < items.size(); ++i)
        add(u"[%1]"_s.arg(i), u"%1[%2]"_s.arg(path).arg(i), items[i]);
}

QStringList FieldTree::mimeTypes() const
{
    return {QLatin1StringView(kFieldPathMime), u"text/plain"_s};
}

QMimeData *FieldTree::mimeData(const QList<QTreeWidgetItem *> &items) const
{
    auto *data = new QMimeData;
    if (!items.isEmpty()) {
        data->setData(QLatin1StringView(kFieldPathMime), pathOf(items.first()).toUtf8());
        data->setText(pathOf(items.first()));
    }
    return data;
}

void FieldTree::keyPressEvent(QKeyEvent *event)
{
    if (currentItem() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT fieldChosen(pathOf(currentItem()));
        return;
    }
    if (currentItem() && event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(pathOf(currentItem()));
        return;
    }
    QTreeWidget::keyPressEvent(event);
}

} // namespace Millrace
