// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/columnsdialog.h"

#include "common/errortext.h"
#include "common/label.h"
#include "common/metrics.h"
#include "contexts/contextcell.h"
#include "contexts/contextsource.h"

#include <QCompleter>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStringListModel>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostSuggestions = 200;
constexpr int kPauseMs = 150;
constexpr int kDepth = 4;

bool isPlainName(const QString &name)
{
    const auto fits = [](QChar c) { return c == u'_' || (c.unicode() < 0x80 && c.isLetterOrNumber()); };
    return !name.isEmpty() && !name[0].isDigit() && std::ranges::all_of(name, fits);
}

void collect(const Json &json, const QString &path, int depth, QStringList &out)
{
    for (const JsonMember &member : json.members()) {
        const QString name = QString::fromUtf8(member.key);
        if (out.size() >= kMostSuggestions || !isPlainName(name)) {
            continue;
        }
        const QString at = path + u'.' + name;
        if (member.value.isObject()) {
            if (depth > 0) {
                collect(member.value, at, depth - 1, out);
            }
        } else {
            out.append(at);
        }
    }
}

} // namespace

QStringList fieldExpressions(const Json &document)
{
    QStringList expressions;
    collect(document.value("data"), u"data"_s, kDepth, expressions);
    collect(document.value("processing"), u"processing"_s, 1, expressions);
    return expressions;
}

ColumnsDialog::ColumnsDialog(ContextSource *source, const QList<ContextColumn> &columns, ContextKey sample, QWidget *parent)
    : QDialog(parent)
    , m_source(source)
    , m_sample(sample)
    , m_list(new QListWidget(this))
    , m_up(new QPushButton(tr("Move &up"), this))
    , m_down(new QPushButton(tr("Move &down"), this))
    , m_remove(new QPushButton(tr("&Remove"), this))
    , m_expression(new QLineEdit(this))
    , m_add(new QPushButton(tr("&Add column"), this))
    , m_answer(makeLabel(TextRole::Secondary, {}, this))
    , m_pause(new QTimer(this))
{
    setWindowTitle(tr("Columns"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDefaultDropAction(Qt::MoveAction);
    m_list->setAccessibleName(tr("Columns"));
    m_list->setUniformItemSizes(true);
    for (const ContextColumn &column : columns) {
        addItem(column);
    }
    m_list->setCurrentRow(0);
    m_up->setToolTip(tr("Move the column to the left (Alt+U)"));
    m_down->setToolTip(tr("Move the column to the right (Alt+D)"));
    m_remove->setToolTip(tr("Remove the field's column (Alt+R)"));
    m_expression->setPlaceholderText(u"data.formatted_content.word_count"_s);
    m_expression->setAccessibleName(tr("JMESPath expression"));
    m_expression->setClearButtonEnabled(true);
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setMinimumHeight(2 * m_answer->fontMetrics().height());
    m_answer->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *fieldLabel = makeLabel(TextRole::Body, tr("&Field of the document (JMESPath)"), this);
    fieldLabel->setBuddy(m_expression);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    QPushButton *defaults = buttons->addButton(tr("Usual columns"), QDialogButtonBox::ResetRole);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Apply"));
    buttons->button(QDialogButtonBox::Ok)->setDefault(true);

    auto *side = new QVBoxLayout;
    side->setSpacing(Metrics::gap(2));
    side->addWidget(m_up);
    side->addWidget(m_down);
    side->addWidget(m_remove);
    side->addStretch(1);
    auto *top = new QHBoxLayout;
    top->setSpacing(Metrics::gap(3));
    top->addWidget(m_list, 1);
    top->addLayout(side);
    auto *field = new QHBoxLayout;
    field->setSpacing(Metrics::gap(2));
    field->addWidget(m_expression, 1);
    field->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(4), Metrics::gap(4), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(2));
    layout->addLayout(top, 1);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(fieldLabel);
    layout->addLayout(field);
    layout->addWidget(m_answer);
    layout->addWidget(buttons);
    resize(Metrics::gap(130), Metrics::gap(130));

    m_pause->setSingleShot(true);
    m_pause->setInterval(kPauseMs);
    connect(m_pause, &QTimer::timeout, this, &ColumnsDialog::tryExpression);
    connect(m_expression, &QLineEdit::textChanged, this, [this] {
        m_add->setEnabled(false);
        m_pause->start();
    });
    connect(m_expression, &QLineEdit::returnPressed, this, &ColumnsDialog::addField);
    connect(m_add, &QPushButton::clicked, this, &ColumnsDialog::addField);
    connect(m_remove, &QPushButton::clicked, this, &ColumnsDialog::removeField);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_list, &QListWidget::currentRowChanged, this, &ColumnsDialog::updateButtons);
    connect(defaults, &QPushButton::clicked, this, &ColumnsDialog::reset);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_add->setEnabled(false);
    updateButtons();
    if (sample != 0) {
        source->document(sample, -1).then(this, [this](const Result<Json> &document) {
            if (document) {
                suggest(*document);
            }
        });
    }
}

void ColumnsDialog::suggest(const Json &document)
{
    auto *completer = new QCompleter(fieldExpressions(document), m_expression);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_expression->setCompleter(completer);
}

void ColumnsDialog::addItem(const ContextColumn &column, bool select)
{
    auto *item = new QListWidgetItem(column.header(), m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled);
    item->setCheckState(column.visible ? Qt::Checked : Qt::Unchecked);
    item->setSizeHint({0, Metrics::compactRowHeight()});
    item->setToolTip(column.kind == ContextColumn::Kind::Field ? column.expression : column.description());
    item->setData(Qt::UserRole, column.toJson().toBytes());
    if (select) {
        m_list->setCurrentItem(item);
        m_list->scrollToItem(item);
    }
}

QList<ContextColumn> ColumnsDialog::columns() const
{
    QList<ContextColumn> columns;
    for (int i = 0; i < m_list->count(); ++i) {
        const QListWidgetItem *item = m_list->item(i);
        const Result<Json> json = Json::parse(item->data(Qt::UserRole).toByteArray());
        if (std::optional<ContextColumn> column = json ? ContextColumn::fromJson(*json) : std::nullopt) {
            column->visible = item->checkState() == Qt::Checked;
            columns.append(*column);
        }
    }
    return columns;
}

void ColumnsDialog::tryExpression()
{
    const QString expression = m_expression->text().trimmed();
    const quint64 generation = ++m_generation;
    if (expression.isEmpty()) {
        m_answer->clear();
        return;
    }
    if (m_sample == 0) {
        m_answer->setText(tr("There is no context yet to try it on."));
        m_add->setEnabled(true);
        return;
    }
    m_source->fields({m_sample}, {expression}).then(this, [this, generation](const Result<QList<QList<Json>>> &fields) {
        if (generation != m_generation) {
            return;
        }
        m_add->setEnabled(fields.has_value());
        if (!fields) {
            m_answer->setText(ErrorText::of(fields.error()).paragraph());
            return;
        }
        const Json value = fields->value(0).value(0);
        m_answer->setText(value.isNull() ? tr("Nothing there in the chosen context.") : tr("Here: %1").arg(FieldValue::of(value).text));
    });
}

void ColumnsDialog::addField()
{
    const ContextColumn column = ContextColumn::field(m_expression->text().trimmed());
    if (!m_add->isEnabled() || column.expression.isEmpty()) {
        return;
    }
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->toolTip() == column.expression) {
            m_list->item(i)->setCheckState(Qt::Checked);
            m_list->setCurrentRow(i);
            return;
        }
    }
    addItem(column, true);
    m_expression->clear();
}

void ColumnsDialog::removeField()
{
    delete m_list->takeItem(m_list->currentRow());
}

void ColumnsDialog::move(int by)
{
    const int row = m_list->currentRow();
    if (row < 0 || row + by < 0 || row + by >= m_list->count()) {
        return;
    }
    QListWidgetItem *item = m_list->takeItem(row);
    m_list->insertItem(row + by, item);
    m_list->setCurrentRow(row + by);
}

void ColumnsDialog::reset()
{
    m_list->clear();
    for (const ContextColumn &column : defaultColumns()) {
        addItem(column);
    }
    m_list->setCurrentRow(0);
}

void ColumnsDialog::updateButtons()
{
    const int row = m_list->currentRow();
    const QListWidgetItem *item = m_list->item(row);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row < m_list->count() - 1);
    const Result<Json> json = item ? Json::parse(item->data(Qt::UserRole).toByteArray()) : Result<Json>(Json());
    m_remove->setEnabled(json && json->value("id").toString().startsWith("field:"_L1));
}

} // namespace Millrace
