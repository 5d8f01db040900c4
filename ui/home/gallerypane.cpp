// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/gallerypane.h"

#include "common/metrics.h"
#include "common/paneheader.h"
#include "home/gallerycard.h"
#include "workspace/workspace.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostColumns = 4;
constexpr int kResultsAsked = 50;

} // namespace

GalleryPane::GalleryPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_content(new QWidget)
    , m_grid(new QGridLayout(m_content))
{
    auto *header = new PaneHeader(tr("Gallery"), this);
    header->setNote(tr("Pipelines to try on the documents that come with them; afterwards they are yours to change"));
    m_grid->setContentsMargins(Metrics::paneMargin(), Metrics::gap(1), Metrics::paneMargin(), Metrics::paneMargin());
    m_grid->setSpacing(Metrics::gap(4));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(scroll, 1);
}

PaneInfo GalleryPane::info()
{
    return {u"gallery"_s, tr("Gallery"), u"view-group"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new GalleryPane(workspace, parent); }};
}

void GalleryPane::refresh()
{
    if (m_cards.isEmpty()) {
        answers().ask("gallery", workspace()->execute(u"gallery.list"_s, Json::object(), workspace()->actor()),
                      [this](const Json &answer) { showPieces(answer.value("gallery")); });
    }
    ContextFilter filter;
    filter.children = ContextFilter::Children::Without;
    answers().ask("counts", workspace()->contextFacets(filter, ContextFacet::Pipeline), [this](const QList<FacetCount> &counts) {
        for (GalleryCard *card : std::as_const(m_cards)) {
            const auto found = std::ranges::find(counts, card->id(), &FacetCount::value);
            card->setContexts(found == counts.end() ? 0 : found->count);
        }
    });
}

void GalleryPane::showPieces(const Json &pieces)
{
    for (const Json &piece : pieces.items()) {
        auto *card = new GalleryCard(piece, m_content);
        card->setWritable(!workspace()->isReadOnly());
        connect(card, &GalleryCard::tryRequested, this, [this, card] { tryOut(card); });
        connect(card, &GalleryCard::contextsRequested, this, [this, card] {
            PaneTarget target{.pane = u"contexts"_s};
            target.filter.pipeline = card->id();
            Q_EMIT openRequested(target);
        });
        m_cards.append(card);
    }
    m_columns = 0;
    arrange();
    scheduleRefresh();
    setReady();
}

void GalleryPane::resizeEvent(QResizeEvent *event)
{
    Pane::resizeEvent(event);
    arrange();
}

void GalleryPane::arrange()
{
    const int room = width() - 2 * Metrics::paneMargin();
    const int columns = std::clamp(room / Metrics::gap(80), 1, kMostColumns);
    if (columns == m_columns || m_cards.isEmpty())
        return;
    for (int column = 0; column < kMostColumns; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    m_columns = columns;
    for (qsizetype i = 0; i < m_cards.size(); ++i)
        m_grid->addWidget(m_cards.at(i), int(i) / columns, int(i) % columns);
    m_grid->setRowStretch(int(m_cards.size()), 1);
}

void GalleryPane::tryOut(GalleryCard *card)
{
    card->setWorking(true);
    QFuture<Result<Json>> opened = workspace()->execute(u"gallery.open"_s, Json::object({{"id", card->id()}}), workspace()->actor());
    Q_EMIT workStarted(tr("Trying %1").arg(card->title()), QFuture<void>(opened));
    opened.then(this, [this, card](const Result<Json> &answer) {
        card->setWorking(false);
        if (!answer)
            return showError(answer.error());
        openRun(answer->value("runs").at(0).value("run").toString());
    });
}

void GalleryPane::openRun(const QString &run)
{
    ContextFilter filter;
    filter.run = run;
    filter.children = ContextFilter::Children::Without;
    answers().ask("run", workspace()->firstContextKeys(filter, ContextOrder::Created, false, kResultsAsked),
                  [this, filter](const QList<ContextKey> &keys) {
                      answers().ask("run", workspace()->contextRows(keys), [this, filter](const QList<ContextSummary> &rows) {
                          QList<ContextKey> present;
                          for (const ContextSummary &row : rows)
                              present.append(row.key);
                          answers().ask("run", workspace()->contextFields(present, {u"data.formatted_content.word_count"_s}),
                                        [this, filter, rows](const QList<QList<Json>> &fields) {
                                            PaneTarget target{.pane = u"contexts"_s, .filter = filter};
                                            qint64 most = -1;
                                            for (qsizetype i = 0; i < std::min(rows.size(), fields.size()); ++i) {
                                                const qint64 words = fields.at(i).value(0).toInt();
                                                if (words > most)
                                                    target.contextId = rows.at(i).id;
                                                most = std::max(most, words);
                                            }
                                            Q_EMIT openRequested(target);
                                        });
                      });
                  });
}

} // namespace Millrace
