// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/registry.h"

#include "components/aigeneratorcomponent.h"
#include "components/embedcomponent.h"
#include "components/filetargets.h"
#include "components/filtercomponent.h"
#include "components/httprequestcomponent.h"
#include "components/httptarget.h"
#include "components/jmespathcomponent.h"
#include "components/joincomponent.h"
#include "components/lookupservicecomponent.h"
#include "components/publishcomponent.h"
#include "components/publisheventcomponent.h"
#include "components/qualitycheckcomponent.h"
#include "components/reportcomponent.h"
#include "components/reviewcomponent.h"
#include "components/scoreconfidencecomponent.h"
#include "components/scriptcomponent.h"
#include "components/setfieldscomponent.h"
#include "components/similarcomponent.h"
#include "components/sitetarget.h"
#include "components/splitcomponent.h"
#include "components/subpipelinecomponent.h"
#include "components/templatecomponent.h"
#include "components/textcomponents.h"
#include "components/transformercomponent.h"
#include "components/validatecomponent.h"
#include "components/waitcomponent.h"
#include "extract/extractcomponents.h"

namespace Millrace {

std::vector<std::shared_ptr<Component>> builtinComponents()
{
    std::vector<std::shared_ptr<Component>> components{
        std::make_shared<TemplateComponent>(),      std::make_shared<AiGeneratorComponent>(),
        std::make_shared<TransformerComponent>(),   std::make_shared<ValidateComponent>(),
        std::make_shared<FilterComponent>(),        std::make_shared<SetFieldsComponent>(),
        std::make_shared<JmesPathComponent>(),      std::make_shared<ScriptComponent>(),
        std::make_shared<SplitComponent>(),         std::make_shared<JoinComponent>(),
        std::make_shared<WaitComponent>(),          std::make_shared<ReviewComponent>(),
        std::make_shared<SubpipelineComponent>(),   std::make_shared<PublishEventComponent>(),
        std::make_shared<PublishComponent>(),       std::make_shared<HttpRequestComponent>(),
        std::make_shared<LookupServiceComponent>(), std::make_shared<ReportComponent>(),
        std::make_shared<QualityCheckComponent>(),  std::make_shared<ScoreConfidenceComponent>(),
        std::make_shared<EmbedComponent>(),         std::make_shared<SimilarComponent>(),
    };
    for (const std::shared_ptr<Component> &component : textComponents())
        components.push_back(component);
    for (const std::shared_ptr<Component> &component : extractComponents())
        components.push_back(component);
    return components;
}

std::vector<std::shared_ptr<EffectTarget>> builtinTargets()
{
    return {std::make_shared<FolderTarget>(), std::make_shared<LinesTarget>(), std::make_shared<SiteTarget>(), std::make_shared<HttpTarget>()};
}

} // namespace Millrace
