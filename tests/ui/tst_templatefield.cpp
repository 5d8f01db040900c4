// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/templatefield.h"

#include "common/theme.h"

#include <QDialog>
#include <QDropEvent>
#include <QLayout>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSyntaxHighlighter>
#include <QTest>
#include <QTextBlock>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

TemplateWords words()
{
    return {
        {u"for"_s, u"endfor"_s, u"if"_s, u"endif"_s},
        {u"upper"_s, u"lower"_s, u"join"_s},
        Json::parseStrict(R"({"title":"Mills","keywords":["race","weir"],"by":{"name":"Ada","mail":"a@example.org"},"parts":[{"n":1,"text":"x"}]})")
            .value()};
}

QStringList offered(const QString &marked, bool asked = false)
{
    const qsizetype cursor = marked.indexOf(u'¦');
    QStringList texts;
    for (const TextChoice &choice : templateOffer(words(), QString(marked).remove(u'¦'), cursor, asked).choices)
        texts.append(choice.text);
    return texts;
}

/// Says what it is asked with.
TemplateSupport support()
{
    TemplateSupport support;
    support.words = words();
    support.render = [](const QString &text, const Json &document, const std::function<void(const Result<QString> &)> &then) {
        if (text.contains("{% x"_L1))
            then(fail(ErrorCode::ComponentConfig, u"the tag \"x\" is not available in templates"_s));
        else
            then(QString(text).replace(u"{{ title }}"_s, document.value("title").toString()));
    };
    return support;
}

Json promptSchema()
{
    return Json::object({{"type", "string"}, {"title", "Request"}, {"contentMediaType", "text/x-django-template"}});
}

} // namespace

class TestTemplateField : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void fieldsFiltersAndTagsAreOffered_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("offer");
        QTest::newRow("field") << u"About {{ ti¦"_s << QStringList{u"title }}"_s};
        QTest::newRow("field without a blank") << u"{{ti¦"_s << QStringList{u" title }}"_s};
        QTest::newRow("closed already") << u"{{ ti¦ }}"_s << QStringList{u"title"_s};
        QTest::newRow("goes on") << u"{{ b¦"_s << QStringList{u"by"_s};
        QTest::newRow("inner field") << u"{{ by.na¦"_s << QStringList{u"by.name }}"_s};
        QTest::newRow("item") << u"{{ keywords.¦"_s << QStringList{u"keywords.0 }}"_s};
        QTest::newRow("filter") << u"{{ title|u¦"_s << QStringList{u"upper"_s};
        QTest::newRow("tag") << u"{% en¦"_s << QStringList{u"endfor"_s, u"endif"_s};
        QTest::newRow("what a loop goes through") << u"{% for k in key¦"_s << QStringList{u"keywords"_s};
        QTest::newRow("what a loop names") << u"{% for part in parts %}{{ part.t¦"_s << QStringList{u"part.text }}"_s};
        QTest::newRow("behind the loop") << u"{% for part in parts %}{% endfor %}{{ part.t¦"_s << QStringList{};
        QTest::newRow("plain text") << u"The title¦"_s << QStringList{};
        QTest::newRow("behind a field") << u"{{ title }} ti¦"_s << QStringList{};
    }

    void fieldsFiltersAndTagsAreOffered()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, offer);
        QCOMPARE(offered(text), offer);
    }

    void pathsAreWrittenAsTemplatesWriteThem()
    {
        QCOMPARE(templatePath(u"parts[0].text"_s), u"parts.0.text"_s);
        QCOMPARE(templatePath(u"title"_s), u"title"_s);
    }

    void aFieldIsTypedFromTheListAndPreviewed()
    {
        TemplateField field(promptSchema(), nullptr);
        field.setTemplates(support());
        field.resize(400, 300);
        field.show();
        QVERIFY(QTest::qWaitForWindowExposed(&field));
        field.activateWindow();
        field.editor()->setFocus();
        QSignalSpy edited(&field, &SchemaField::edited);
        QTest::keyClicks(field.editor(), u"About {{ ti"_s);
        QTRY_VERIFY(field.editor()->completion()->isOpen());
        QTest::keyClick(field.editor(), Qt::Key_Return);
        QCOMPARE(field.editor()->toPlainText(), u"About {{ title }}"_s);
        QVERIFY(!field.editor()->completion()->isOpen());
        QVERIFY(!edited.isEmpty());
        QCOMPARE(field.value()->toString(), u"About {{ title }}"_s);
        QTRY_COMPARE(field.preview()->toPlainText(), u"About Mills"_s);
        QTest::keyClicks(field.editor(), u" {% x %}"_s);
        QTRY_VERIFY(field.preview()->hasProblem());
        QVERIFY(field.preview()->toPlainText().contains(u"x"_s));
    }

    void theListIsLeftByEscapeAndWalkedByArrows()
    {
        TemplateField field(promptSchema(), nullptr);
        field.setTemplates(support());
        field.show();
        QVERIFY(QTest::qWaitForWindowExposed(&field));
        field.activateWindow();
        field.editor()->setFocus();
        QTest::keyClick(field.editor(), Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(field.editor()->completion()->isOpen());
        QTest::keyClick(field.editor(), Qt::Key_Down);
        QTest::keyClick(field.editor(), Qt::Key_Tab);
        QCOMPARE(field.editor()->toPlainText(), u"{{ keywords }}"_s);
        QTest::keyClick(field.editor(), Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(field.editor()->completion()->isOpen());
        QTest::keyClick(field.editor(), Qt::Key_Escape);
        QVERIFY(!field.editor()->completion()->isOpen());
        QCOMPARE(field.editor()->toPlainText(), u"{{ keywords }}"_s);
    }

    void aDroppedFieldStandsWhereItWasDropped()
    {
        TemplateField field(promptSchema(), nullptr);
        field.setTemplates(support());
        field.resize(400, 300);
        field.setValue(Json("A: \nB: "));
        field.show();
        QVERIFY(QTest::qWaitForWindowExposed(&field));
        QMimeData data;
        data.setData(QLatin1StringView(kFieldPathMime), "parts[0].text");
        QTextCursor end(field.editor()->document()->firstBlock());
        end.movePosition(QTextCursor::EndOfBlock);
        const QPointF at = field.editor()->cursorRect(end).center();
        QDragEnterEvent enter(at.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(field.editor()->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(field.editor()->viewport(), &drop);
        QVERIFY(drop.isAccepted());
        QCOMPARE(field.editor()->toPlainText(), u"A: {{ parts.0.text }}\nB: "_s);
        // Within a placeholder the name is enough.
        field.setValue(Json("{{  }}"));
        QTextCursor inside(field.editor()->document());
        inside.setPosition(3);
        field.editor()->setTextCursor(inside);
        field.editor()->bindField(u"title"_s);
        QCOMPARE(field.editor()->toPlainText(), u"{{ title }}"_s);
    }

    void placeholdersAreColoured()
    {
        TemplateEdit editor;
        editor.setPlainText(u"About {{ title|upper }}\n# Heading\n{% for k in keywords %}"_s);
        auto *highlighter = editor.document()->findChild<QSyntaxHighlighter *>();
        QVERIFY(highlighter);
        highlighter->rehighlight();
        const auto colorAt = [&](int line, int column) {
            QColor color;
            for (const auto &range : editor.document()->findBlockByNumber(line).layout()->formats()) {
                if (column >= range.start && column < range.start + range.length)
                    color = range.format.foreground().color();
            }
            return color;
        };
        QCOMPARE(colorAt(0, 10), Theme::color(ThemeRole::Accent));
        QCOMPARE(colorAt(0, 16), Theme::chartColor(1));
        QCOMPARE(colorAt(2, 4), Theme::chartColor(3));
    }

    /// However the large window goes: Escape, a crash, another step that is chosen.
    void whatIsWrittenInTheLargeWindowIsInTheFieldAtOnce()
    {
        TemplateField field(promptSchema(), nullptr);
        field.setTemplates(support());
        field.setValue(Json("Write about {{ title }}."));
        field.show();
        QSignalSpy edited(&field, &TemplateField::edited);
        field.enlarge();
        auto *dialog = field.findChild<QDialog *>();
        QVERIFY(dialog);
        auto *editor = dialog->findChild<TemplateEdit *>();
        QTest::keyClicks(editor, u" Be brief."_s);
        QCOMPARE(field.value()->toString(), u"Write about {{ title }}. Be brief."_s);
        QVERIFY(!edited.isEmpty());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!field.findChild<QDialog *>());
        QCOMPARE(field.value()->toString(), u"Write about {{ title }}. Be brief."_s);
        // Taken back at one press, and that can be undone, too.
        field.enlarge();
        dialog = field.findChild<QDialog *>();
        editor = dialog->findChild<TemplateEdit *>();
        QPushButton *back = nullptr;
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == "Take the changes back"_L1)
                back = button;
        }
        QVERIFY(back && !back->isEnabled());
        QTest::keyClicks(editor, u" Or not."_s);
        QVERIFY(back->isEnabled());
        back->click();
        QCOMPARE(field.value()->toString(), u"Write about {{ title }}. Be brief."_s);
        editor->undo();
        QCOMPARE(field.value()->toString(), u"Write about {{ title }}. Be brief. Or not."_s);
    }
};

QTEST_MAIN(TestTemplateField)
#include "tst_templatefield.moc"
