// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/reviewcomponent.h"

#include "components/documentfields.h"
#include "components/reviewform.h"
#include "components/textfield.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "question": {"type": "string", "title": "Question", "description": "What the reviewer is asked."},
    "fields": {
      "type": "array", "items": {"type": "string"}, "title": "Fields",
      "description": "The fields that the question is about; without them the whole document."
    },
    "text": {"type": "string", "minLength": 1, "title": "Text", "description": "The field that is read, and edited in place: JSON Pointer or names with dots."},
    "format": {"enum": ["plain", "markdown", "html"], "default": "plain", "title": "Format", "description": "How the text is shown: as it will be published."},
    "source": {"type": "string", "minLength": 1, "title": "Source", "description": "The field that the text is held against; source_text where there is one."},
    "form": {
      "type": "object", "additionalProperties": {}, "title": "Form",
      "description": "JSON Schema of what is asked beside the decision: labels, ratings, reasons, free texts, yes or no. \"keys\" in a field gives its values keys."
    },
    "keys": {
      "type": "object", "additionalProperties": false, "title": "Keys", "description": "The key of each decision; no two things have the same.",
      "properties": {
        "approved": {"type": "string", "minLength": 1, "title": "Approve"},
        "rejected": {"type": "string", "minLength": 1, "title": "Reject"},
        "edited": {"type": "string", "minLength": 1, "title": "Edit"},
        "escalated": {"type": "string", "minLength": 1, "title": "Escalate"},
        "skipped": {"type": "string", "minLength": 1, "title": "Skip"},
        "undo": {"type": "string", "minLength": 1, "title": "Undo"}
      }
    },
    "suggest": {
      "type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "title": "Suggestions",
      "description": "Fields of the form and where the document has a first answer. It counts only when it was on the reviewer's screen."
    },
    "label": {"type": "string", "minLength": 1, "title": "Label", "description": "Where the document's label stands, to choose from the queue by."},
    "confidence": {"type": "string", "minLength": 1, "default": "confidence.score", "title": "Confidence", "description": "Where a number from 0 to 1 stands."},
    "approve_at": {"type": "number", "minimum": 0, "maximum": 1, "title": "Approves itself at", "description": "Documents of this confidence and above are approved without a person."},
    "check_share": {
      "type": "number", "minimum": 0, "maximum": 1, "default": 0, "title": "Share that is checked",
      "description": "So much of what would approve itself is asked nevertheless: without that nobody knows how often it is wrong."
    },
    "quarantine_below": {"type": "number", "minimum": 0, "maximum": 1, "title": "Quarantine below", "description": "Documents of less confidence go to quarantine."},
    "overlap": {
      "type": "object", "additionalProperties": false, "required": ["decisions"], "title": "Several reviewers",
      "properties": {
        "decisions": {"type": "integer", "minimum": 2, "maximum": 15, "title": "Reviewers", "description": "So many people answer, each without the others."},
        "agreement": {"enum": ["majority", "unanimous"], "default": "majority", "title": "Agreement", "description": "What counts as one; without it the document is escalated."},
        "agree_on": {"type": "array", "items": {"type": "string"}, "title": "Agree on", "description": "Fields of the form that must be the same as well."}
      }
    },
    "assign_to": {"type": "string", "minLength": 1, "title": "Reviewer", "description": "Name or id of the person who is asked."},
    "wait_for_author": {"type": "boolean", "default": false, "title": "Wait for the author", "description": "It is not in the queue before its author has said that it is finished."},
    "into": {"type": "string", "minLength": 1, "default": "review", "title": "Result field", "description": "The document's field that takes decision, answers and note, where there are any."},
    "rerun_from": {"type": "array", "items": {"type": "string"}, "title": "May go back to", "description": "Nodes from which a rejected document may be run again; without them any."},
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3153600000, "title": "Longest wait, seconds", "description": "After that it leaves by `timeout`."}
  }
})";

/// The same for the same context and visit, however often it is run: [0, 1).
double drawn(const QString &context, int visit)
{
    const QByteArray digest = QCryptographicHash::hash(context.toUtf8() + '#' + QByteArray::number(visit), QCryptographicHash::Sha1);
    return qFromBigEndian<quint32>(digest.constData()) / 4294967296.0;
}

class ReviewStep final : public Step
{
public:
    explicit ReviewStep(const Json &config)
        : m_confidence(fieldPointer(config.value("confidence").toString(u"confidence.score"_s)))
        , m_label(fieldPointer(config.value("label").toString()))
        , m_approveAt(config.value("approve_at").toDouble(2))
        , m_quarantineBelow(config.value("quarantine_below").toDouble(-1))
        , m_checkShare(config.value("check_share").toDouble(0))
    {
        m_suspension.what = Suspension::For::Review;
        m_suspension.timeoutUs = static_cast<qint64>(config.value("timeout_s").toDouble() * 1e6);
        m_suspension.question
            = Json::object({{"question", config.value("question").toString()}, {"fields", Json::array(config.value("fields").toStringList())}});
        if (const qint64 needed = config.value("overlap").value("decisions").toInt(1); needed > 1)
            m_suspension.question.insert("needed", needed);
        if (config.value("wait_for_author").toBool())
            m_suspension.question.insert("wait_for_author", true);
        if (config.contains("assign_to"))
            m_suspension.question.insert("assign_to", config.value("assign_to"));
    }

    StepResult run(const StepInput &input, RunContext &) const override
    {
        StepResult result;
        if (input.wake == Wake::TimedOut) {
            result.port = u"timeout"_s;
            return result;
        }
        const Json *confidence = input.data.find(m_confidence);
        const bool isScored = confidence && confidence->isNumber();
        const double score = isScored ? std::clamp(confidence->toDouble(), 0.0, 1.0) : 0;
        const bool isSure = isScored && score >= m_approveAt;
        if (isSure && drawn(input.contextId, input.visit) >= m_checkShare)
            return passed(u"approved"_s, u"Nobody was asked: a confidence of %1 is %2 or more."_s.arg(score).arg(m_approveAt), u"info"_s);
        if (isScored && score < m_quarantineBelow)
            return passed(u"invalid"_s, u"A confidence of %1 is less than %2."_s.arg(score).arg(m_quarantineBelow), u"error"_s);
        result.suspension = m_suspension;
        Json &question = result.suspension->question;
        if (isScored)
            question.insert("confidence", score);
        if (isSure)
            question.insert("check", true);
        if (const Json *label = m_label.isEmpty() ? nullptr : input.data.find(m_label); label && label->isString())
            question.insert("label", label->toString().left(kLongestLabel));
        return result;
    }

private:
    static constexpr qsizetype kLongestLabel = 200;

    StepResult passed(const QString &port, const QString &message, const QString &severity) const
    {
        StepResult result;
        result.port = port;
        result.reasons = Json::array({Json::object({{"path", m_confidence}, {"message", message}, {"severity", severity}})});
        return result;
    }

    Suspension m_suspension;
    QByteArray m_confidence;
    QByteArray m_label;
    double m_approveAt;
    double m_quarantineBelow;
    double m_checkShare;
};

} // namespace

const ComponentDescriptor &ReviewComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"review"_s,
        .title = u"Review"_s,
        .category = u"flow"_s,
        .description
        = u"Asks people: the document waits until it is approved, edited or rejected. By its confidence it may pass without, or go to quarantine."_s,
        .icon = u"user"_s,
        .version = 2,
        .configSchema = jsonLiteral(kConfigSchema),
        .outputs = {{u"approved"_s, u"Approved"_s},
                    {u"rejected"_s, u"Rejected"_s},
                    {u"edited"_s, u"Approved with changes"_s},
                    {u"escalated"_s, u"Escalated"_s},
                    {u"timeout"_s, u"Waited too long"_s},
                    {u"invalid"_s, u"Too uncertain"_s}},
        .decides = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ReviewComponent::prepare(const Json &config) const
{
    if (auto fits = checkReviewForm(config); !fits)
        return std::unexpected(fits.error());
    for (const char *name : {"text", "source", "label", "confidence"}) {
        if (config.contains(name) && !splitPointer(fieldPointer(config.value(name).toString())))
            return fail(ErrorCode::ComponentConfig, u"\"%1\" names no field."_s.arg(config.value(name).toString()),
                        Json::object({{"path", QByteArray("/") + name}}));
    }
    if (config.contains("approve_at") && config.value("approve_at").toDouble() < config.value("quarantine_below").toDouble())
        return fail(ErrorCode::ComponentConfig, u"What approves itself cannot go to quarantine: approve_at is less than quarantine_below."_s,
                    Json::object({{"path", "/approve_at"}}));
    return std::make_shared<const ReviewStep>(config);
}

} // namespace Millrace
