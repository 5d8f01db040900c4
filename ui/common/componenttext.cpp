// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/componenttext.h"

#include <QByteArrayView>
#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Sentences
{
    const char *name;
    const char *title;
    const char *description;
};

constexpr std::array kComponents = {
    Sentences{"template", QT_TRANSLATE_NOOP("ComponentText", "Template"),
              QT_TRANSLATE_NOOP("ComponentText", "Chooses the template that fits the document and adds its sections and instructions.")},
    Sentences{"ai_generator", QT_TRANSLATE_NOOP("ComponentText", "Generator"),
              QT_TRANSLATE_NOOP("ComponentText", "Writes the template's sections with a model provider, or offline from the document's own source.")},
    Sentences{"transformer", QT_TRANSLATE_NOOP("ComponentText", "Formatter"),
              QT_TRANSLATE_NOOP("ComponentText", "Writes the generated content as one text in Markdown, HTML or plain form and counts its words.")},
    Sentences{"validate", QT_TRANSLATE_NOOP("ComponentText", "Validate"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Checks the document against a JSON Schema and rules; what is invalid leaves by its own port with all reasons.")},
    Sentences{"filter", QT_TRANSLATE_NOOP("ComponentText", "Filter"),
              QT_TRANSLATE_NOOP("ComponentText", "Sends documents by two ways, by whether a condition holds.")},
    Sentences{"set_fields", QT_TRANSLATE_NOOP("ComponentText", "Set fields"),
              QT_TRANSLATE_NOOP("ComponentText", "Sets fields to constants or computed values, and removes fields.")},
    Sentences{"jmespath", QT_TRANSLATE_NOOP("ComponentText", "Expression"),
              QT_TRANSLATE_NOOP("ComponentText", "Computes a field, or the whole data, with a JMESPath expression.")},
    Sentences{"script", QT_TRANSLATE_NOOP("ComponentText", "Script"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Changes the document with a JavaScript function, in a process of its own with limits of time and memory.")},
    Sentences{"split", QT_TRANSLATE_NOOP("ComponentText", "Split"),
              QT_TRANSLATE_NOOP("ComponentText", "Makes a child of every item of a list, or one for every way; a join brings them together again.")},
    Sentences{"join", QT_TRANSLATE_NOOP("ComponentText", "Join"),
              QT_TRANSLATE_NOOP("ComponentText", "Waits for the children of the splits before it and gathers their data in a list.")},
    Sentences{"wait", QT_TRANSLATE_NOOP("ComponentText", "Wait"),
              QT_TRANSLATE_NOOP("ComponentText", "Holds a document back for a time, until a moment it names, or until a signal comes.")},
    Sentences{
        "review", QT_TRANSLATE_NOOP("ComponentText", "Review"),
        QT_TRANSLATE_NOOP(
            "ComponentText",
            "Asks people: the document waits until it is approved, edited or rejected. By its confidence it may pass without, or go to quarantine.")},
    Sentences{"pipeline", QT_TRANSLATE_NOOP("ComponentText", "Pipeline"),
              QT_TRANSLATE_NOOP("ComponentText", "Sends the document through another pipeline and takes in what comes of it.")},
    Sentences{"publish_event", QT_TRANSLATE_NOOP("ComponentText", "Publish event"),
              QT_TRANSLATE_NOOP("ComponentText", "Publishes an event for whoever subscribes to its topic, and passes the document on.")},
    Sentences{"publish", QT_TRANSLATE_NOOP("ComponentText", "Publish"),
              QT_TRANSLATE_NOOP("ComponentText", "Writes a file or a line, or sends a request: once, and only what may be published.")},
    Sentences{"http_request", QT_TRANSLATE_NOOP("ComponentText", "HTTP request"),
              QT_TRANSLATE_NOOP("ComponentText", "Asks a web service and keeps its answer in the document.")},
    Sentences{"extract_text", QT_TRANSLATE_NOOP("ComponentText", "Extract text"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Reads the document's original (PDF, office files, mail, web pages, images, …) and gives its text with title, facts, "
                                "and the place of every paragraph in the original.")},
    Sentences{
        "clean", QT_TRANSLATE_NOOP("ComponentText", "Clean text"),
        QT_TRANSLATE_NOOP("ComponentText",
                          "Repairs a text out of a file: broken encoding, headers and footers of pages, words divided at line ends, white space.")},
    Sentences{
        "normalize", QT_TRANSLATE_NOOP("ComponentText", "Normalize"),
        QT_TRANSLATE_NOOP(
            "ComponentText",
            "Brings texts to one Unicode form, and dates, numbers, amounts and quantities to one way of writing; what may be two things is told.")},
    Sentences{"tokenize", QT_TRANSLATE_NOOP("ComponentText", "Count words"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Counts words and sentences by the rules of the text's language, and lists them with their places where wanted.")},
    Sentences{"detect_language", QT_TRANSLATE_NOOP("ComponentText", "Detect language"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Tells which language a text is written in, with its confidence; what cannot be told leaves by its own port.")},
    Sentences{"quality_check", QT_TRANSLATE_NOOP("ComponentText", "Check quality"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Scores a document by rules in six dimensions, from accuracy against its source to repeats; what breaks a "
                                "rule that must hold leaves by its own port.")},
    Sentences{
        "score_confidence", QT_TRANSLATE_NOOP("ComponentText", "Score confidence"),
        QT_TRANSLATE_NOOP("ComponentText",
                          "Puts quality and the confidences of earlier steps together into one number, and keeps the parts that it is made of.")},
    Sentences{"keywords", QT_TRANSLATE_NOOP("ComponentText", "Keywords"),
              QT_TRANSLATE_NOOP("ComponentText", "Finds the words and phrases a text is about, with their weight and all their places.")},
    Sentences{"summarize", QT_TRANSLATE_NOOP("ComponentText", "Key points"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Picks the sentences that say most of what a text says, each with its place in it; nothing is written anew.")},
    Sentences{
        "facts", QT_TRANSLATE_NOOP("ComponentText", "Find facts"),
        QT_TRANSLATE_NOOP(
            "ComponentText",
            "Finds dates, amounts, addresses of every kind and names of organisations, places and people, each with its place and how sure it is.")},
    Sentences{
        "personal_data", QT_TRANSLATE_NOOP("ComponentText", "Personal data"),
        QT_TRANSLATE_NOOP(
            "ComponentText",
            "Finds mail addresses, numbers of people, accounts and cards, names and addresses, and masks them; the history keeps the original.")},
    Sentences{"tag", QT_TRANSLATE_NOOP("ComponentText", "Tag"),
              QT_TRANSLATE_NOOP(
                  "ComponentText",
                  "Tags a document by rules: any, all or none of some terms, exact texts, regular expressions, or terms with slips of the pen.")},
    Sentences{
        "classify", QT_TRANSLATE_NOOP("ComponentText", "Classify"),
        QT_TRANSLATE_NOOP("ComponentText", "Puts a text into a class, by rules or by what your examples taught, and says how often that is right.")},
    Sentences{
        "sentiment", QT_TRANSLATE_NOOP("ComponentText", "Sentiment"),
        QT_TRANSLATE_NOOP("ComponentText", "Tells whether the words of an English, German or French text are kind or unkind, and how sure that is.")},
    Sentences{"change_digest", QT_TRANSLATE_NOOP("ComponentText", "Digest of changes"),
              QT_TRANSLATE_NOOP(
                  "ComponentText",
                  "Reads a changelog or a log of commits and tells its changes by kind and part of the product, each with its place in the log.")},
    Sentences{"report", QT_TRANSLATE_NOOP("ComponentText", "Report"),
              QT_TRANSLATE_NOOP(
                  "ComponentText",
                  "Writes what earlier steps found as a text in a wording of your own: sentences, lists and tables with the document's fields.")},
    Sentences{"merge", QT_TRANSLATE_NOOP("ComponentText", "Merge texts"),
              QT_TRANSLATE_NOOP("ComponentText",
                                "Makes one text of the texts of a list or of several fields, and keeps for each part where it came from.")},
    Sentences{
        "lookup", QT_TRANSLATE_NOOP("ComponentText", "Look up"),
        QT_TRANSLATE_NOOP("ComponentText",
                          "Adds the row of a table that fits one of the document's values; what fits none, or several, leaves by its own port.")},
    Sentences{
        "lookup_service", QT_TRANSLATE_NOOP("ComponentText", "Ask a service"),
        QT_TRANSLATE_NOOP(
            "ComponentText",
            "Adds what a web service knows of the document's values, such as names that were found; what it does not know leaves by its own port.")},
    Sentences{
        "deduplicate", QT_TRANSLATE_NOOP("ComponentText", "Deduplicate"),
        QT_TRANSLATE_NOOP("ComponentText",
                          "Gives a document the fingerprints by which equal and similar ones are found, and takes repeated items out of its lists.")},
    Sentences{
        "embed", QT_TRANSLATE_NOOP("ComponentText", "Vector"),
        QT_TRANSLATE_NOOP("ComponentText",
                          "Gives a text its vector, by what the workspace's own documents taught or by a provider's model, and says which made it.")},
    Sentences{"similar", QT_TRANSLATE_NOOP("ComponentText", "Similar documents"),
              QT_TRANSLATE_NOOP("ComponentText", "Finds the workspace's documents that mean the like, with the passage of each that shows it.")},
};

} // namespace

ComponentText ComponentText::of(const QString &name, const QString &title, const QString &description)
{
    const QByteArray id = name.toUtf8();
    const auto known = std::ranges::find_if(kComponents, [&](const Sentences &component) { return id == component.name; });
    if (known == kComponents.end())
        return {title, description};
    return {QCoreApplication::translate("ComponentText", known->title), QCoreApplication::translate("ComponentText", known->description)};
}

} // namespace Millrace
