// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/welcome.h"

#include "common/card.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/settings.h"

#include <QAbstractButton>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kRecent = 4;

/// A way in: icon, what it does, and a sentence about it, as one large button.
class ChoiceButton final : public QAbstractButton
{
public:
    ChoiceButton(const QString &iconName, const QString &title, const QString &sentence, QWidget *parent)
        : QAbstractButton(parent)
        , m_iconName(iconName)
        , m_sentence(sentence)
    {
        setText(title);
        setAccessibleName(title);
        setAccessibleDescription(sentence);
        setToolTip(sentence);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    [[nodiscard]] QSize sizeHint() const override { return {Metrics::gap(120), Metrics::gap(15)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::color(hasFocus() ? ThemeRole::Accent : underMouse() ? ThemeRole::ControlBorder : ThemeRole::Separator));
        painter.setBrush(Theme::color(underMouse() ? ThemeRole::Hover : ThemeRole::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::cardRadius(), Metrics::cardRadius());
        const int icon = Metrics::barIcon();
        painter.drawPixmap(QPoint(Metrics::gap(4), (height() - icon) / 2),
                           Icons::pixmap(m_iconName, icon, devicePixelRatioF(), Theme::color(ThemeRole::Accent)));
        const QRect texts = rect().adjusted(icon + Metrics::gap(8), 0, -Metrics::gap(4), 0);
        const QFontMetrics strong(Theme::font(TextRole::Strong));
        const QFontMetrics small(Theme::font(TextRole::Secondary));
        const int top = (height() - strong.height() - small.height() - 2) / 2;
        painter.setFont(Theme::font(TextRole::Strong));
        painter.setPen(Theme::color(ThemeRole::Text));
        painter.drawText(QRect(texts.left(), top, texts.width(), strong.height()), Qt::AlignVCenter, text());
        painter.setFont(Theme::font(TextRole::Secondary));
        painter.setPen(Theme::color(ThemeRole::Secondary));
        painter.drawText(QRect(texts.left(), top + strong.height() + 2, texts.width(), small.height()), Qt::AlignVCenter,
                         small.elidedText(m_sentence, Qt::ElideRight, texts.width()));
    }

private:
    QString m_iconName;
    QString m_sentence;
};

} // namespace

Welcome::Welcome(Settings *settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_name(new QLineEdit(this))
{
    auto *picture = new QLabel(this);
    picture->setPixmap(Icons::pixmap(u"millrace", Metrics::gap(14), devicePixelRatioF(), Theme::color(ThemeRole::Accent)));
    auto *title = makeLabel(TextRole::Number, tr("Millrace"), this);
    auto *sentence = makeLabel(TextRole::Body, tr("Run documents through pipelines, watch every step, and lose nothing."), this);
    sentence->setForegroundRole(QPalette::PlaceholderText);

    auto *heads = new QVBoxLayout;
    heads->setSpacing(0);
    heads->addWidget(title);
    heads->addWidget(sentence);
    auto *head = new QHBoxLayout;
    head->setSpacing(Metrics::gap(4));
    head->addWidget(picture);
    head->addLayout(heads, 1);

    auto *column = new QWidget(this);
    column->setMaximumWidth(Metrics::gap(140));
    column->setMinimumWidth(std::min(Metrics::gap(140), 560));
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Metrics::gap(2));
    layout->addLayout(head);
    layout->addSpacing(Metrics::gap(6));

    auto *nameLabel = makeLabel(TextRole::Secondary, tr("Your name, as it stands beside what you decide"), column);
    nameLabel->setBuddy(m_name);
    m_name->setText(m_settings->value("/name").toString(qEnvironmentVariable("USER")));
    m_name->setPlaceholderText(tr("For example: Ada"));
    m_name->setAccessibleName(tr("Your name"));
    layout->addWidget(nameLabel);
    layout->addWidget(m_name);
    layout->addSpacing(Metrics::gap(4));
    layout->addWidget(makeChoice(u"document-new-from-template"_s, tr("Open the example"),
                                 tr("A workspace with documents, pipelines and finished work to look at"), u"workspace.example"_s));
    layout->addWidget(makeChoice(u"view-group"_s, tr("Choose from the gallery"),
                                 tr("Pipelines with documents to try them on: briefs, triage, digests, checks"), u"workspace.gallery"_s));
    layout->addWidget(makeChoice(u"document-new"_s, tr("New workspace…"), tr("One empty file for your documents and everything that happens to them"),
                                 u"workspace.new"_s));
    layout->addWidget(
        makeChoice(u"document-open"_s, tr("Open workspace…"), tr("A .millrace file; or drop one anywhere on this window"), u"workspace.open"_s));

    const QStringList recent = m_settings->value("/recent").toStringList();
    if (!recent.isEmpty()) {
        layout->addSpacing(Metrics::gap(4));
        layout->addWidget(makeLabel(TextRole::Section, tr("Recent"), column));
        for (const QString &path : recent.first(std::min(recent.size(), kRecent))) {
            auto *button = new QPushButton(QFileInfo(path).completeBaseName(), column);
            button->setProperty("link", true);
            button->setToolTip(path);
            connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT workspaceRequested(path); });
            layout->addWidget(button, 0, Qt::AlignLeft);
        }
    }

    auto *outer = new QVBoxLayout(this);
    outer->addStretch(2);
    outer->addWidget(column, 0, Qt::AlignHCenter);
    outer->addStretch(3);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString &name) { m_settings->setValue("/name", Json(name.trimmed())); });
}

QWidget *Welcome::makeChoice(const QString &iconName, const QString &title, const QString &text, const QString &action)
{
    auto *button = new ChoiceButton(iconName, title, text, this);
    connect(button, &QAbstractButton::clicked, this, [this, action] {
        // The name counts from the first workspace on, also where it was left as proposed.
        m_settings->setValue("/name", Json(m_name->text().trimmed()));
        Q_EMIT actionRequested(action);
    });
    return button;
}

} // namespace Millrace
