// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/pindialog.h"

#include "common/errortext.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "designer/configeditor.h"
#include "designer/designersource.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr qint64 kLargestFile = 64LL * 1024 * 1024; ///< as the door takes them
}

PinDialog::PinDialog(DesignerSource *source, const DesignNode &node, const QString &port, const Json &data, QWidget *parent)
    : QDialog(parent)
    , m_source(source)
    , m_answers(this)
    , m_port(new QComboBox(this))
    , m_editor(new ConfigEditor(this))
    , m_file(makeLabel(TextRole::Secondary, {}, this))
    , m_problem(makeLabel(TextRole::Secondary, {}, this))
{
    setWindowTitle(tr("Pin what “%1” gives").arg(node.title));
    for (const DesignPort &one : node.outputs)
        m_port->addItem(one.title, one.name);
    m_port->setCurrentIndex(std::max(0, m_port->findData(port)));
    m_port->setAccessibleName(tr("Way out"));
    m_editor->editor()->setAccessibleName(tr("The document that leaves the step"));
    m_editor->setValue(data.isObject() ? data : Json::object());
    m_problem->setProperty("problem", true);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *what = makeLabel(TextRole::Secondary, tr("In trials the step gives this and does not run. Real runs are not touched."), this);
    what->setWordWrap(true);
    auto *file = new QPushButton(tr("Put a file in…"), this);
    file->setAutoDefault(false);
    file->setToolTip(tr("Keeps the file in the workspace and names it as the document's original"));
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(TextRole::Body, tr("Leaves by"), this));
    head->addWidget(m_port);
    head->addStretch(1);
    head->addWidget(m_file);
    head->addWidget(file);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *pin = buttons->addButton(tr("Pin"), QDialogButtonBox::AcceptRole);
    pin->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(what);
    layout->addLayout(head);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    resize(Metrics::gap(160), Metrics::gap(130));
    connect(file, &QPushButton::clicked, this, &PinDialog::askFile);
    connect(buttons, &QDialogButtonBox::accepted, this, &PinDialog::finish);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_answers.onError([this](const Error &error) { showProblem(ErrorText::of(error).paragraph()); });
    m_editor->setFocus();
}

void PinDialog::askFile()
{
    auto *dialog = new QFileDialog(this, tr("Put a file in"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PinDialog::putFile);
    dialog->open();
}

void PinDialog::putFile(const QString &path)
{
    m_editor->flush();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        showProblem(ErrorText::of(Error::make(ErrorCode::FileUnreadable, file.errorString(), Json::object({{"path", path}}))).paragraph());
        return;
    }
    if (file.size() > kLargestFile) {
        showProblem(tr("%1 is larger than %2.").arg(QFileInfo(path).fileName(), Format::bytes(kLargestFile)));
        return;
    }
    const Json args = Json::object(
        {{"name", QFileInfo(path).fileName()}, {"base64", file.readAll().toBase64()}, {"media_type", QMimeDatabase().mimeTypeForFile(path).name()}});
    m_answers.ask("file", m_source->execute(u"original.put"_s, args), [this](const Json &original) {
        m_editor->flush();
        Json data = m_editor->value();
        data.insert("original", original);
        m_editor->setValue(data);
        m_file->setText(tr("%1, %2").arg(original.value("name").toString(), Format::bytes(original.value("size").toInt())));
        showProblem({});
    });
}

void PinDialog::finish()
{
    m_editor->flush();
    if (!m_editor->problem().isEmpty()) {
        m_editor->setFocus();
        return;
    }
    accept();
    Q_EMIT pinned(m_port->currentData().toString(), m_editor->value());
}

void PinDialog::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

} // namespace Millrace
