// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/textcomponents.h"

#include "components/changedigestcomponent.h"
#include "components/classifycomponent.h"
#include "components/cleancomponent.h"
#include "components/deduplicatecomponent.h"
#include "components/detectlanguagecomponent.h"
#include "components/factscomponent.h"
#include "components/keywordscomponent.h"
#include "components/lookupcomponent.h"
#include "components/mergecomponent.h"
#include "components/normalizecomponent.h"
#include "components/personaldatacomponent.h"
#include "components/sentimentcomponent.h"
#include "components/summarizecomponent.h"
#include "components/tagcomponent.h"
#include "components/tokenizecomponent.h"

namespace Millrace {

std::vector<std::shared_ptr<Component>> textComponents()
{
    return {
        std::make_shared<CleanComponent>(),          std::make_shared<NormalizeComponent>(),    std::make_shared<TokenizeComponent>(),
        std::make_shared<DetectLanguageComponent>(), std::make_shared<KeywordsComponent>(),     std::make_shared<SummarizeComponent>(),
        std::make_shared<FactsComponent>(),          std::make_shared<PersonalDataComponent>(), std::make_shared<TagComponent>(),
        std::make_shared<ClassifyComponent>(),       std::make_shared<SentimentComponent>(),    std::make_shared<MergeComponent>(),
        std::make_shared<LookupComponent>(),         std::make_shared<DeduplicateComponent>(),  std::make_shared<ChangeDigestComponent>(),
    };
}

} // namespace Millrace
