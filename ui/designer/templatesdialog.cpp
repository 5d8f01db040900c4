// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/templatesdialog.h"

#include "common/errortext.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/schemaform.h"
#include "designer/designersource.h"
#include "sdk/id.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kTexts = {"title", "type"};
constexpr std::array kLists = {"audiences", "tones", "sections"};

/// With every member that a template has: one that was emptied is absent in a form.
Json completed(Json one)
{
    for (const char *member : kTexts) {
        if (!one.contains(member))
            one.insert(member, "");
    }
    for (const char *member : kLists) {
        if (!one.contains(member))
            one.insert(member, Json::array());
    }
    return one;
}

} // namespace

TemplatesDialog::TemplatesDialog(DesignerSource *source, const TemplateSupport &support, QWidget *parent)
    : QDialog(parent)
    , m_source(source)
    , m_answers(this)
    , m_list(new QListWidget(this))
    , m_form(new SchemaForm(this))
    , m_problem(makeLabel(TextRole::Secondary, {}, this))
    , m_like(new QPushButton(tr("Make one like it"), this))
    , m_save(new QPushButton(tr("Save"), this))
{
    setWindowTitle(tr("Templates"));
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAccessibleName(tr("Templates"));
    m_form->setSchema(schema());
    m_form->setTemplates(support);
    m_form->setReadOnly(source->isReadOnly());
    m_problem->setWordWrap(true);
    m_problem->setProperty("problem", true);
    m_problem->hide();
    auto *area = new QScrollArea(this);
    area->setWidget(m_form);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *add = new QPushButton(tr("New template"), this);
    auto *left = new QVBoxLayout;
    left->setSpacing(Metrics::gap(2));
    left->addWidget(m_list, 1);
    left->addWidget(add);
    left->addWidget(m_like);
    auto *right = new QVBoxLayout;
    right->setSpacing(Metrics::gap(2));
    right->addWidget(area, 1);
    right->addWidget(m_problem);
    auto *body = new QHBoxLayout;
    body->setSpacing(Metrics::gap(4));
    body->addLayout(left, 2);
    body->addLayout(right, 5);
    auto *what = makeLabel(
        TextRole::Secondary,
        tr("A template step takes the one that fits the document best: by type, tone and audience. Each saving makes a new version."), this);
    what->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_save, QDialogButtonBox::ActionRole);
    m_save->setShortcut(QKeySequence::Save);
    m_save->setToolTip(tr("Save this template (%1)").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
    for (QPushButton *button : {add, m_like, m_save, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false); // Return is a line of a text here
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(what);
    layout->addLayout(body, 1);
    layout->addWidget(buttons);
    resize(Metrics::gap(220), Metrics::gap(150));

    add->setEnabled(!source->isReadOnly());
    connect(add, &QPushButton::clicked, this, [this] { make(false); });
    connect(m_like, &QPushButton::clicked, this, [this] { make(true); });
    connect(m_save, &QPushButton::clicked, this, &TemplatesDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &TemplatesDialog::reject);
    connect(m_list, &QListWidget::currentItemChanged, this, &TemplatesDialog::showCurrent);
    connect(m_form, &SchemaForm::edited, this, &TemplatesDialog::takeEdit);
    m_answers.onError([this](const Error &error) {
        m_problem->setText(ErrorText::of(error).paragraph());
        m_problem->show();
    });
    ask();
    m_list->setFocus();
}

Json TemplatesDialog::schema()
{
    const auto texts = [](const QString &title, const QString &help) {
        return Json::object({{"type", "array"}, {"items", Json::object({{"type", "string"}})}, {"title", title}, {"description", help}});
    };
    const Json section = Json::object(
        {{"type", "object"},
         {"required", Json::array({"type"})},
         {"properties",
          Json::object({{"type", Json::object({{"type", "string"}, {"title", tr("Kind")}, {"description", tr("introduction, body, conclusion, …")}})},
                        {"instructions",
                         Json::object({{"type", "string"},
                                       {"contentMediaType", "text/x-template"},
                                       {"title", tr("Instructions")},
                                       {"description", tr("What is to be written, with fields of the document: {{ title }}")}})}})}});
    return Json::object({{"type", "object"},
                         {"required", Json::array({"sections"})},
                         {"properties",
                          Json::object({{"title", Json::object({{"type", "string"}, {"title", tr("Title")}})},
                                        {"type",
                                         Json::object({{"type", "string"},
                                                       {"title", tr("Type of document")},
                                                       {"description", tr("article, email, …; empty: for any that has none of its own")}})},
                                        {"audiences", texts(tr("Audiences"), tr("Whom it is made for; none: everybody."))},
                                        {"tones", texts(tr("Tones"), tr("Which tone it is made for; none: any."))},
                                        {"sections", Json::object({{"type", "array"}, {"items", section}, {"title", tr("Sections")}})}})}});
}

void TemplatesDialog::ask()
{
    m_answers.ask("list", m_source->execute(u"template.list"_s, Json::object()), [this](const Json &answer) {
        m_stored.clear();
        for (const Json &one : answer.value("templates").items())
            m_stored.insert(one.value("id").toString(), one);
        showList();
    });
}

QString TemplatesDialog::current() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

Json TemplatesDialog::shown(const QString &id) const
{
    return m_changed.contains(id) ? m_changed.value(id) : m_stored.value(id);
}

void TemplatesDialog::showList()
{
    const QString chosen = m_wanted.isEmpty() ? current() : m_wanted;
    QStringList ids = m_stored.keys();
    for (auto it = m_changed.cbegin(); it != m_changed.cend(); ++it) {
        if (!m_stored.contains(it.key()))
            ids.append(it.key());
    }
    const auto nameOf = [this](const QString &id) { return shown(id).value("title").toString(id); };
    std::ranges::sort(ids, [&](const QString &a, const QString &b) { return QString::localeAwareCompare(nameOf(a), nameOf(b)) < 0; });
    {
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        for (const QString &id : std::as_const(ids)) {
            auto *item = new QListWidgetItem(m_list);
            item->setData(Qt::UserRole, id);
            if (id == chosen)
                m_list->setCurrentItem(item);
        }
        if (!m_list->currentItem() && m_list->count() > 0)
            m_list->setCurrentRow(0);
    }
    showCurrent();
}

void TemplatesDialog::showCurrent()
{
    m_problem->hide();
    const QString id = current();
    m_form->setEnabled(!id.isEmpty());
    m_form->setValue(shown(id));
    showState();
}

void TemplatesDialog::showState()
{
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        const QString id = item->data(Qt::UserRole).toString();
        const Json one = shown(id);
        const QString title = one.value("title").toString().isEmpty() ? tr("Without a title") : one.value("title").toString();
        const QString version = m_stored.contains(id) ? tr("version %1").arg(one.value("version").toInt()) : tr("new");
        item->setText(m_changed.contains(id) ? tr("%1 · %2, changed").arg(title, version) : tr("%1 · %2").arg(title, version));
    }
    const bool writable = !m_source->isReadOnly();
    m_like->setEnabled(writable && !current().isEmpty());
    m_save->setEnabled(writable && m_changed.contains(current()));
}

void TemplatesDialog::takeEdit()
{
    const QString id = current();
    if (id.isEmpty())
        return;
    const Json now = completed(m_form->value().value_or(Json::object()));
    if (now == completed(m_stored.value(id)))
        m_changed.remove(id);
    else
        m_changed.insert(id, now);
    showState();
}

void TemplatesDialog::make(bool like)
{
    const QString id = u"tmpl_"_s + newId();
    Json one = like
        ? shown(current())
        : Json::object({{"sections", Json::array({Json::object({{"type", "body"}, {"instructions", ""}})})}, {"title", tr("New template")}});
    if (like)
        one.insert("title", tr("%1, another").arg(one.value("title").toString()));
    one.insert("id", id);
    one.remove("version");
    m_changed.insert(id, completed(one));
    m_wanted = id;
    showList();
    m_wanted.clear();
    m_form->focusField("/title");
}

void TemplatesDialog::save()
{
    const QString id = current();
    if (!m_changed.contains(id) || m_source->isReadOnly())
        return;
    const Json one = m_changed.value(id);
    m_answers.ask("save", m_source->execute(u"template.save"_s, Json::object({{"template", one}})), [this, id, one](const Json &answer) {
        Json stored = one;
        stored.insert("version", answer.value("version"));
        m_stored.insert(id, stored);
        if (m_changed.value(id) == one)
            m_changed.remove(id);
        if (current() == id)
            m_form->setValue(shown(id));
        m_problem->hide();
        showState();
    });
}

void TemplatesDialog::reject()
{
    if (m_changed.isEmpty()) {
        QDialog::reject();
        return;
    }
    auto *box = new QMessageBox(QMessageBox::Question, tr("Templates"),
                                tr("%n template(s) were changed and not saved.", nullptr, int(m_changed.size())), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("What is discarded cannot be had back."));
    QPushButton *discard = box->addButton(tr("Discard the changes"), QMessageBox::DestructiveRole);
    box->addButton(tr("Go on editing"), QMessageBox::RejectRole);
    connect(discard, &QPushButton::clicked, this, [this] {
        m_changed.clear();
        QDialog::reject();
    });
    box->open();
}

} // namespace Millrace
