<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Agents</name>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>One context</numerusform>
            <numerusform>%n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>One document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) or folder(s)</source>
        <translation>
            <numerusform>One file or folder</numerusform>
            <numerusform>%n files or folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s)</source>
        <translation>
            <numerusform>One thing</numerusform>
            <numerusform>%n things</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DesignPainter</name>
    <message numerus="yes">
        <source>%n file(s) failed</source>
        <translation>
            <numerusform>One file failed</numerusform>
            <numerusform>%n files failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait(s)</source>
        <translation>
            <numerusform>One file waits</numerusform>
            <numerusform>%n files wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken</source>
        <translation>
            <numerusform>One file taken</numerusform>
            <numerusform>%n files taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gesture</name>
    <message numerus="yes">
        <source>Move %n step(s)</source>
        <translation>
            <numerusform>Move %n step</numerusform>
            <numerusform>Move %n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::AffectedView</name>
    <message numerus="yes">
        <source>Replay %n context(s)…</source>
        <translation>
            <numerusform>Replay %n context…</numerusform>
            <numerusform>Replay %n contexts…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written</source>
        <translation>
            <numerusform>%n row written</numerusform>
            <numerusform>%n rows written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::AgentsModel</name>
    <message numerus="yes">
        <source>%n call(s) wait for you</source>
        <translation>
            <numerusform>One call waits for you</numerusform>
            <numerusform>%n calls wait for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::AgentsPane</name>
    <message numerus="yes">
        <source>%n request(s) saved</source>
        <translation>
            <numerusform>One request saved</numerusform>
            <numerusform>%n requests saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) with a token</source>
        <translation>
            <numerusform>One agent with a token</numerusform>
            <numerusform>%n agents with a token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>One connected</numerusform>
            <numerusform>%n connected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that %1 did can be taken back</source>
        <translation>
            <numerusform>One thing that %1 did can be taken back</numerusform>
            <numerusform>%n things that %1 did can be taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot</source>
        <translation>
            <numerusform>One cannot</numerusform>
            <numerusform>%n cannot</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that %1 did were taken back</source>
        <translation>
            <numerusform>One thing that %1 did was taken back</numerusform>
            <numerusform>%n things that %1 did were taken back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::AnswersDialog</name>
    <message numerus="yes">
        <source>%1: %n items</source>
        <translation>
            <numerusform>%1: %n item</numerusform>
            <numerusform>%1: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The same answers count for each of the %n items.</source>
        <translation>
            <numerusform>The answers count for the %n item.</numerusform>
            <numerusform>The same answers count for each of the %n items.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decide %n items</source>
        <translation>
            <numerusform>Decide %n item</numerusform>
            <numerusform>Decide %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::BoardView</name>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>and %n more line</numerusform>
            <numerusform>and %n more lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::Canvas</name>
    <message numerus="yes">
        <source>%n wait(s); double click lists them</source>
        <translation>
            <numerusform>%n waits; double click lists it</numerusform>
            <numerusform>%n wait; double click lists them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n step(s)</source>
        <translation>
            <numerusform>Delete %n step</numerusform>
            <numerusform>Delete %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n step(s)</source>
        <translation>
            <numerusform>Move %n step</numerusform>
            <numerusform>Move %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Align %n step(s)</source>
        <translation>
            <numerusform>Align %n step</numerusform>
            <numerusform>Align %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Distribute %n step(s)</source>
        <translation>
            <numerusform>Distribute %n step</numerusform>
            <numerusform>Distribute %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Group %n step(s)</source>
        <translation>
            <numerusform>Group %n step</numerusform>
            <numerusform>Group %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cut %n step(s)</source>
        <translation>
            <numerusform>Cut %n step</numerusform>
            <numerusform>Cut %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paste %n step(s)</source>
        <translation>
            <numerusform>Paste %n step</numerusform>
            <numerusform>Paste %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Duplicate %n step(s)</source>
        <translation>
            <numerusform>Duplicate %n step</numerusform>
            <numerusform>Duplicate %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s) here; W lists them</source>
        <translation>
            <numerusform>One context here; W lists it</numerusform>
            <numerusform>%n contexts here; W lists them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s); W lists them</source>
        <translation>
            <numerusform>%n waits; W lists it</numerusform>
            <numerusform>%n wait; W lists them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Group %1, %n step(s)</source>
        <translation>
            <numerusform>Group %1, %n step</numerusform>
            <numerusform>Group %1, %n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ConfidenceView</name>
    <message numerus="yes">
        <source>%1 of %n checks broken</source>
        <translation>
            <numerusform>%1 of %n check broken</numerusform>
            <numerusform>%1 of %n checks broken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checks, none broken</source>
        <translation>
            <numerusform>%n check, not broken</numerusform>
            <numerusform>%n checks, none broken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ContextsView</name>
    <message numerus="yes">
        <source>%n contexts stay as they are</source>
        <translation>
            <numerusform>%n context stays as it is</numerusform>
            <numerusform>%n contexts stay as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n contexts?</source>
        <translation>
            <numerusform>Cancel %n context?</numerusform>
            <numerusform>Cancel %n contexts?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n contexts</source>
        <translation>
            <numerusform>Cancel %n context</numerusform>
            <numerusform>Cancel %n contexts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::DesignerView</name>
    <message numerus="yes">
        <source>%n problem(s) keep it from running.</source>
        <translation>
            <numerusform>%n problem keeps it from running.</numerusform>
            <numerusform>%n problems keep it from running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%n link</numerusform>
            <numerusform>%n links</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make %n step(s) a pipeline of their own</source>
        <translation>
            <numerusform>Make %n step a pipeline of its own</numerusform>
            <numerusform>Make %n steps a pipeline of their own</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s) through the pipeline</source>
        <translation>
            <numerusform>Send one file through the pipeline</numerusform>
            <numerusform>Send %n files through the pipeline</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Watch %n folder(s)</source>
        <translation>
            <numerusform>Watch one folder</numerusform>
            <numerusform>Watch %n folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n folder(s) will be watched once the pipeline is published.</source>
        <translation>
            <numerusform>One folder will be watched once the pipeline is published.</numerusform>
            <numerusform>%n folders will be watched once the pipeline is published.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s)</source>
        <translation>
            <numerusform>%n waits</numerusform>
            <numerusform>%n wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n context</numerusform>
            <numerusform>%n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your last %n edit(s) were left out; what is shown is theirs.</source>
        <translation>
            <numerusform>Your last edit was left out; what is shown is theirs.</numerusform>
            <numerusform>Your last %n edits were left out; what is shown is theirs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::DiffView</name>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n added</numerusform>
            <numerusform>%n added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n removed</numerusform>
            <numerusform>%n removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not shown</source>
        <translation>
            <numerusform>%n not shown</numerusform>
            <numerusform>%n not shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::DocumentDetail</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::DocumentView</name>
    <message numerus="yes">
        <source>%n long texts shortened</source>
        <translation>
            <numerusform>%n long text shortened</numerusform>
            <numerusform>%n long texts shortened</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::FieldTree</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n field</numerusform>
            <numerusform>%n fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::GalleryCard</name>
    <message numerus="yes">
        <source>Show %n results</source>
        <translation>
            <numerusform>Show %n result</numerusform>
            <numerusform>Show %n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::HealthView</name>
    <message numerus="yes">
        <source>%1 of %n thing(s) outside that it depends on are healthy.</source>
        <translation>
            <numerusform>%1 of %n thing outside that it depends on is healthy.</numerusform>
            <numerusform>%1 of %n things outside that it depends on are healthy.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::Inspector</name>
    <message numerus="yes">
        <source>%n thing(s) chosen</source>
        <translation>
            <numerusform>%n thing chosen</numerusform>
            <numerusform>%n things chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::InspectorView</name>
    <message numerus="yes">
        <source>%1 %2 speaks %3: %n tool(s), about %4 tokens to list</source>
        <translation>
            <numerusform>%1 %2 speaks %3: one tool, about %4 tokens to list</numerusform>
            <numerusform>%1 %2 speaks %3: %n tools, about %4 tokens to list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::Intake</name>
    <message numerus="yes">
        <source>%n context(s) submitted</source>
        <translation>
            <numerusform>%n context submitted</numerusform>
            <numerusform>%n contexts submitted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) are there already, unchanged</source>
        <translation>
            <numerusform>%n document is there already, unchanged</numerusform>
            <numerusform>%n documents are there already, unchanged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::LibraryPane</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the index is behind: %n not searched yet</source>
        <translation>
            <numerusform>the index is behind: %n is not searched yet</numerusform>
            <numerusform>the index is behind: %n are not searched yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n searched by words alone as yet</source>
        <translation>
            <numerusform>%n searched by words alone as yet</numerusform>
            <numerusform>%n searched by words alone as yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::LineagePane</name>
    <message numerus="yes">
        <source>%n hop(s)</source>
        <translation>
            <numerusform>%n hop</numerusform>
            <numerusform>%n hops</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::LineageText</name>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n context</numerusform>
            <numerusform>%n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n template(s)</source>
        <translation>
            <numerusform>%n template</numerusform>
            <numerusform>%n templates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n prompt</numerusform>
            <numerusform>%n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n review(s)</source>
        <translation>
            <numerusform>%n review</numerusform>
            <numerusform>%n reviews</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n output(s)</source>
        <translation>
            <numerusform>%n output</numerusform>
            <numerusform>%n outputs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n field</numerusform>
            <numerusform>%n fields</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alike</source>
        <translation>
            <numerusform>%n alike</numerusform>
            <numerusform>%n alike</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::LineageView</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s)</source>
        <translation>
            <numerusform>%n edge</numerusform>
            <numerusform>%n edges</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::MetricsPane</name>
    <message numerus="yes">
        <source>%n problem(s) nobody has acknowledged</source>
        <translation>
            <numerusform>%n problem nobody has acknowledged</numerusform>
            <numerusform>%n problems nobody has acknowledged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::PlotView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ProblemPanel</name>
    <message numerus="yes">
        <source>and %n more, in History</source>
        <translation>
            <numerusform>and %n more, in History</numerusform>
            <numerusform>and %n more, in History</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::QuarantineDetail</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::QuarantineModel</name>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <translation>
            <numerusform>%1, and %n more</numerusform>
            <numerusform>%1, and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::QuarantinePane</name>
    <message numerus="yes">
        <source>Retry %n contexts</source>
        <translation>
            <numerusform>Retry %n context</numerusform>
            <numerusform>Retry %n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n contexts</source>
        <translation>
            <numerusform>%n context</numerusform>
            <numerusform>%n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n contexts are at work again</source>
        <translation>
            <numerusform>%n context is at work again</numerusform>
            <numerusform>%n contexts are at work again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ReadingStrip</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ReadingView</name>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentences with a source: click one</source>
        <translation>
            <numerusform>%n sentence with a source: click it</numerusform>
            <numerusform>%n sentences with a source: click one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ReplayView</name>
    <message numerus="yes">
        <source>Replay %n context(s)</source>
        <translation>
            <numerusform>Replay %n context</numerusform>
            <numerusform>Replay %n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n context(s)</source>
        <translation>
            <numerusform>%1 · %n context</numerusform>
            <numerusform>%1 · %n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n context(s) done</source>
        <translation>
            <numerusform>%1 of %n context done</numerusform>
            <numerusform>%1 of %n contexts done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s), old against new</source>
        <translation>
            <numerusform>%n context, old against new</numerusform>
            <numerusform>%n contexts, old against new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adopt %n</source>
        <translation>
            <numerusform>Adopt %n</numerusform>
            <numerusform>Adopt %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Discard %n</source>
        <translation>
            <numerusform>Discard %n</numerusform>
            <numerusform>Discard %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) changed</source>
        <translation>
            <numerusform>%n field changed</numerusform>
            <numerusform>%n fields changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n added</numerusform>
            <numerusform>%n added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n removed</numerusform>
            <numerusform>%n removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s) adopted</source>
        <translation>
            <numerusform>%n context adopted</numerusform>
            <numerusform>%n contexts adopted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s) discarded</source>
        <translation>
            <numerusform>%n context discarded</numerusform>
            <numerusform>%n contexts discarded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ReviewPane</name>
    <message numerus="yes">
        <source>%n items are in the pack</source>
        <translation>
            <numerusform>%n item is in the pack</numerusform>
            <numerusform>%n items are in the pack</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already</source>
        <translation>
            <numerusform>%n was here already</numerusform>
            <numerusform>%n were here already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comments</source>
        <translation>
            <numerusform>%n comment</numerusform>
            <numerusform>%n comments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflicts</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decisions are merged</source>
        <translation>
            <numerusform>%n decision is merged</numerusform>
            <numerusform>%n decisions are merged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n items</source>
        <translation>
            <numerusform>%1: %n item</numerusform>
            <numerusform>%1: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items were not decided</source>
        <translation>
            <numerusform>%n item was not decided</numerusform>
            <numerusform>%n items were not decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taken back: %n items</source>
        <translation>
            <numerusform>Taken back: %n item</numerusform>
            <numerusform>Taken back: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decisions are taken back</source>
        <translation>
            <numerusform>%n decision is taken back</numerusform>
            <numerusform>%n decisions are taken back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::RunList</name>
    <message numerus="yes">
        <source>%Ln need you</source>
        <translation>
            <numerusform>%Ln needs you</numerusform>
            <numerusform>%Ln need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SlowView</name>
    <message numerus="yes">
        <source>%n commit(s), 95 of 100 within %1, %2 transitions in each</source>
        <translation>
            <numerusform>%n commit, within %1, of %2 transitions</numerusform>
            <numerusform>%n commits, 95 of 100 within %1, %2 transitions in each</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %2: %n call(s), 95 of 100 within %3</source>
        <translation>
            <numerusform>%1 %2: %n call within %3</numerusform>
            <numerusform>%1 %2: %n calls, 95 of 100 within %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sort(s)</source>
        <translation>
            <numerusform>%n sort</numerusform>
            <numerusform>%n sorts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in indexes made on the way</source>
        <translation>
            <numerusform>%n row in indexes made on the way</numerusform>
            <numerusform>%n rows in indexes made on the way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SourceDetail</name>
    <message numerus="yes">
        <source>Retry %n file(s)</source>
        <translation>
            <numerusform>Retry %n file</numerusform>
            <numerusform>Retry %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait until they have come to rest</source>
        <translation>
            <numerusform>%n file waits until it has come to rest</numerusform>
            <numerusform>%n files wait until they have come to rest</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SourcesPane</name>
    <message numerus="yes">
        <source>%n folder(s) watched</source>
        <translation>
            <numerusform>%n folder watched</numerusform>
            <numerusform>%n folders watched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken in from %1</source>
        <translation>
            <numerusform>%n file taken in from %1</numerusform>
            <numerusform>%n files taken in from %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed; the list says why</source>
        <translation>
            <numerusform>%n failed; the list says why</numerusform>
            <numerusform>%n failed; the list says why</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::StatusBar</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::TemplatesDialog</name>
    <message numerus="yes">
        <source>%n template(s) were changed and not saved.</source>
        <translation>
            <numerusform>%n template was changed and not saved.</numerusform>
            <numerusform>%n templates were changed and not saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::TrialPanel</name>
    <message numerus="yes">
        <source> · %n document(s) wait</source>
        <translation>
            <numerusform> · %n document waits</numerusform>
            <numerusform> · %n documents wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In a run %n document(s) would now wait in quarantine.</source>
        <translation>
            <numerusform>In a run %n document would now wait in quarantine.</numerusform>
            <numerusform>In a run %n documents would now wait in quarantine.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::VersionList</name>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n context</numerusform>
            <numerusform>%n contexts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeRange</name>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Last day</numerusform>
            <numerusform>Last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n hour(s)</source>
        <translation>
            <numerusform>Last hour</numerusform>
            <numerusform>Last %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n minute(s)</source>
        <translation>
            <numerusform>Last minute</numerusform>
            <numerusform>Last %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n second(s)</source>
        <translation>
            <numerusform>Last second</numerusform>
            <numerusform>Last %n seconds</numerusform>
        </translation>
    </message>
</context>
</TS>
