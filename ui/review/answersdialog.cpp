// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/answersdialog.h"

#include "common/keyedfield.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/schemaform.h"
#include "sdk/jsonschema.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

AnswersDialog::AnswersDialog(const Json &form, const QString &decision, qsizetype items, QWidget *parent)
    : QDialog(parent)
    , m_schema(form)
    , m_form(new SchemaForm(this))
{
    const auto count = static_cast<int>(items);
    setWindowTitle(tr("%1: %n items", nullptr, count).arg(decision));
    m_form->setSchema(form);
    // Its keys are those of the form over the item.
    for (const QByteArray &key : m_form->keys()) {
        auto *field = qobject_cast<KeyedField *>(m_form->field(key));
        for (qsizetype i = 0; field && i < field->choices().size(); ++i) {
            auto *action = new QAction(field->choices().at(i).title, this);
            action->setShortcut(field->choices().at(i).key);
            action->setAutoRepeat(false);
            connect(action, &QAction::triggered, field, [field, i] { field->toggle(i); });
            addAction(action);
        }
    }
    auto *side = new QScrollArea(this);
    side->setWidget(m_form);
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setFocusPolicy(Qt::NoFocus);
    auto *what = makeLabel(TextRole::Body, tr("The same answers count for each of the %n items.", nullptr, count), this);
    what->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *use = buttons->addButton(tr("Decide %n items", nullptr, count), QDialogButtonBox::AcceptRole);
    use->setObjectName(u"decide"_s);
    use->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &AnswersDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_form, &SchemaForm::edited, this, [this] { m_form->setProblems({}); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::paneMargin(), Metrics::paneMargin(), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(4));
    layout->addWidget(what);
    layout->addWidget(side, 1);
    layout->addWidget(buttons);
    resize(Metrics::gap(140), Metrics::gap(110));
    if (const QList<QByteArray> keys = m_form->keys(); !keys.isEmpty())
        m_form->focusField('/' + escapePointerToken(keys.constFirst()));
}

Json AnswersDialog::answers() const
{
    return m_form->value().value_or(Json::object());
}

void AnswersDialog::accept()
{
    const auto schema = JsonSchema::compile(m_schema);
    QList<FormProblem> problems;
    for (const Json &name : m_schema.value("required").items()) {
        if (!answers().contains(QByteArrayView(name.utf8().toByteArray())))
            problems.append({'/' + escapePointerToken(name.utf8().toByteArray()), tr("An answer is needed")});
    }
    if (problems.isEmpty() && schema) {
        for (const SchemaProblem &problem : schema->check(answers()))
            problems.append({problem.path, problem.message});
    }
    if (problems.isEmpty()) {
        QDialog::accept();
        return;
    }
    m_form->setProblems(problems);
    m_form->focusField(problems.constFirst().path);
}

} // namespace Millrace
