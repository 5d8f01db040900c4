// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/configeditor.h"

#include "common/jsonassist.h"
#include "common/jsonhighlighter.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/textcompletion.h"
#include "common/theme.h"
#include "sdk/error.h"

#include <QTextBlock>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kPauseMs = 250;
}

ConfigEditor::ConfigEditor(QWidget *parent)
    : QWidget(parent)
    , m_editor(new QPlainTextEdit(this))
    , m_problem(makeLabel(TextRole::Secondary, {}, this))
    , m_completion(new TextCompletion(m_editor,
                                      [this](const QString &text, qsizetype cursor, bool asked) { return jsonOffer(m_schema, text, cursor, asked); }))
{
    m_editor->setFont(Theme::font(TextRole::Fixed));
    m_editor->setTabStopDistance(QFontMetricsF(m_editor->font()).horizontalAdvance(u' ') * 2);
    m_editor->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_editor->setAccessibleName(tr("Settings as JSON"));
    m_editor->setMinimumHeight(Metrics::gap(30));
    m_editor->setTabChangesFocus(true);
    highlightJson(m_editor);
    m_problem->setWordWrap(true);
    m_problem->setProperty("problem", true);
    m_problem->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Metrics::gap(1));
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_problem);
    setFocusProxy(m_editor);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] { read(true); });
    // Whoever types without a pause loses nothing either.
    m_due.setSingleShot(true);
    m_due.setInterval(kPauseMs);
    connect(&m_due, &QTimer::timeout, this, [this] { read(false); });
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        // Colouring changes the text, too, but nothing in it.
        const QString text = m_editor->toPlainText();
        if (m_isOurs || text == m_text)
            return;
        m_text = text;
        m_pause.start();
        if (!m_due.isActive())
            m_due.start();
    });
}

void ConfigEditor::setSubject(const QString &subject)
{
    if (subject == m_subject)
        return;
    flush();
    const QString text = m_editor->toPlainText();
    if (const auto typed = Json::parseStrict(text.toUtf8()); !text.trimmed().isEmpty() && (!typed || !typed->isObject()))
        m_unread.insert(m_subject, {m_value, text});
    m_subject = subject;
    m_value = {};
    m_isOurs = true;
    m_editor->clear();
    m_text.clear();
    m_isOurs = false;
}

void ConfigEditor::setValue(const Json &value)
{
    const auto typed = Json::parse(m_editor->toPlainText().toUtf8());
    // What is half written stays, as long as the value is the one that it was begun from.
    const bool isBegun = !typed && value == m_value;
    m_value = value;
    if ((typed && *typed == value) || isBegun || m_pause.isActive())
        return;
    const Unread unread = m_unread.take(m_subject);
    const bool goesOn = !unread.text.isEmpty() && unread.value == value && m_text.isEmpty();
    m_isOurs = true;
    m_editor->setPlainText(goesOn ? unread.text : QString::fromUtf8(value.toBytes(Json::Format::Pretty)));
    m_text = m_editor->toPlainText();
    m_isOurs = false;
    if (goesOn)
        read(true);
    else
        check();
}

void ConfigEditor::setSchema(const Json &schema)
{
    if (schema == m_schema)
        return;
    m_schema = schema;
    m_compiled = schema.isObject() ? JsonSchema::compile(schema).value_or(JsonSchema()) : JsonSchema();
}

/// Says what of a value that can be read does not fit its schema.
void ConfigEditor::check()
{
    const QList<SchemaProblem> problems = m_compiled.check(m_value);
    if (problems.isEmpty()) {
        showProblem({}, 0);
        return;
    }
    const int line = jsonLineOf(m_editor->toPlainText(), problems.first().path);
    showProblem(tr("Line %1: %2").arg(line).arg(problems.first().message), line);
}

void ConfigEditor::setReadOnly(bool readOnly)
{
    m_editor->setReadOnly(readOnly);
}

QString ConfigEditor::problem() const
{
    return m_problem->text();
}

void ConfigEditor::flush()
{
    if (m_pause.isActive()) {
        m_pause.stop();
        m_due.stop();
        read(true);
    }
}

void ConfigEditor::read(bool tellsProblems)
{
    const auto value = Json::parseStrict(m_editor->toPlainText().toUtf8());
    if (!tellsProblems && (!value || !value->isObject()))
        return; // half a word is no mistake
    if (!value) {
        const int line = int(value.error().detail.value("line").toInt(1));
        showProblem(tr("Line %1: %2").arg(line).arg(value.error().text), line);
        return;
    }
    if (!value->isObject()) {
        showProblem(tr("An object is needed: { … }"), 1);
        return;
    }
    const bool isOther = *value != m_value;
    m_value = *value;
    check();
    if (isOther)
        Q_EMIT valueEdited(*value);
}

void ConfigEditor::showProblem(const QString &text, int line)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    QList<QTextEdit::ExtraSelection> marks;
    if (line > 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_editor->document()->findBlockByNumber(line - 1));
        mark.format.setBackground(Theme::color(ThemeRole::DiffRemoved));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
    }
    m_editor->setExtraSelections(marks);
}

} // namespace Millrace
