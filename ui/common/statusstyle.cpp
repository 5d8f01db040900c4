// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/statusstyle.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

QString StatusStyle::word(ContextStatus status)
{
    switch (status) {
    case ContextStatus::Pending:
        return QCoreApplication::translate("StatusStyle", "Pending");
    case ContextStatus::Processing:
        return QCoreApplication::translate("StatusStyle", "Processing");
    case ContextStatus::Retrying:
        return QCoreApplication::translate("StatusStyle", "Retrying");
    case ContextStatus::AwaitingReview:
        return QCoreApplication::translate("StatusStyle", "Awaiting review");
    case ContextStatus::Quarantined:
        return QCoreApplication::translate("StatusStyle", "Quarantined");
    case ContextStatus::Completed:
        return QCoreApplication::translate("StatusStyle", "Completed");
    case ContextStatus::Failed:
        return QCoreApplication::translate("StatusStyle", "Failed");
    case ContextStatus::Cancelled:
        return QCoreApplication::translate("StatusStyle", "Cancelled");
    }
    return {};
}

QString StatusStyle::wordInSentence(ContextStatus status)
{
    switch (status) {
    case ContextStatus::Pending:
        return QCoreApplication::translate("StatusStyle", "pending");
    case ContextStatus::Processing:
        return QCoreApplication::translate("StatusStyle", "processing");
    case ContextStatus::Retrying:
        return QCoreApplication::translate("StatusStyle", "retrying");
    case ContextStatus::AwaitingReview:
        return QCoreApplication::translate("StatusStyle", "awaiting review");
    case ContextStatus::Quarantined:
        return QCoreApplication::translate("StatusStyle", "quarantined");
    case ContextStatus::Completed:
        return QCoreApplication::translate("StatusStyle", "completed");
    case ContextStatus::Failed:
        return QCoreApplication::translate("StatusStyle", "failed");
    case ContextStatus::Cancelled:
        return QCoreApplication::translate("StatusStyle", "cancelled");
    }
    return {};
}

QString StatusStyle::iconName(ContextStatus status)
{
    switch (status) {
    case ContextStatus::Pending:
        return u"status-pending"_s;
    case ContextStatus::Processing:
        return u"status-processing"_s;
    case ContextStatus::Retrying:
        return u"status-retrying"_s;
    case ContextStatus::AwaitingReview:
        return u"status-review"_s;
    case ContextStatus::Quarantined:
        return u"status-quarantined"_s;
    case ContextStatus::Completed:
        return u"status-completed"_s;
    case ContextStatus::Failed:
        return u"status-failed"_s;
    case ContextStatus::Cancelled:
        return u"status-cancelled"_s;
    }
    return {};
}

QString StatusStyle::meaning(ContextStatus status)
{
    switch (status) {
    case ContextStatus::Pending:
        return QCoreApplication::translate("StatusStyle", "Waits for its turn.");
    case ContextStatus::Processing:
        return QCoreApplication::translate("StatusStyle", "A step is running, or the next one is due.");
    case ContextStatus::Retrying:
        return QCoreApplication::translate("StatusStyle", "A step failed and will be tried again by itself.");
    case ContextStatus::AwaitingReview:
        return QCoreApplication::translate("StatusStyle", "Waits for a person's decision.");
    case ContextStatus::Quarantined:
        return QCoreApplication::translate("StatusStyle", "Set aside because it is not valid; fix and retry it, or cancel it.");
    case ContextStatus::Completed:
        return QCoreApplication::translate("StatusStyle", "Every step is done.");
    case ContextStatus::Failed:
        return QCoreApplication::translate("StatusStyle", "A step failed for good; retry it, or cancel it.");
    case ContextStatus::Cancelled:
        return QCoreApplication::translate("StatusStyle", "Stopped by somebody; nothing more happens.");
    }
    return {};
}

} // namespace Millrace
