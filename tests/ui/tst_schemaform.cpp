// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/keyedfield.h"
#include "common/schemaform.h"
#include "common/theme.h"
#include "components/registry.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <ranges>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// The form of a JSON Schema: every value survives it, every control can be used by keyboard, and what is half-written harms nothing.
class TestSchemaForm : public QObject
{
    Q_OBJECT

    static Json json(const char *text) { return Json::parse(text).value(); }

    static SchemaForm *shown(SchemaForm &form, const Json &schema, const Json &value = Json::object())
    {
        form.setSchema(schema);
        form.setValue(value);
        form.resize(320, 600);
        form.show();
        return QTest::qWaitForWindowExposed(&form) ? &form : nullptr;
    }

    static QStringList problemsOf(const SchemaForm &form)
    {
        QStringList told;
        for (const QLabel *label : form.findChildren<QLabel *>(u"problem"_s)) {
            if (label->isVisible())
                told.append(label->text());
        }
        return told;
    }

private Q_SLOTS:
    void everyComponentHasAFormAndItsValuesSurvive()
    {
        for (const auto &component : builtinComponents()) {
            const ComponentDescriptor &descriptor = component->descriptor();
            SchemaForm form;
            form.setSchema(descriptor.configSchema);
            QCOMPARE(form.isEmpty(), descriptor.configSchema.value("properties").isEmpty());
            form.setValue(Json::object());
            QCOMPARE(form.value()->toBytes(), "{}");
            // Of every property a value of its type, beside one that the schema does not know.
            Json value = json(R"({"x-own":1.10})");
            for (const JsonMember &property : descriptor.configSchema.value("properties").members()) {
                const QString type = property.value.value("type").toString();
                if (const Json &choices = property.value.value("enum"); choices.isArray())
                    value.insert(property.key, choices.at(choices.size() - 1));
                else if (type == "string"_L1)
                    value.insert(property.key, Json(u"some text"_s));
                else if (type == "integer"_L1 || type == "number"_L1)
                    value.insert(property.key, Json::number("1.0"));
                else if (type == "boolean"_L1)
                    value.insert(property.key, Json(true));
                else
                    value.insert(property.key, type == "array"_L1 ? Json::array() : json(R"({"b":1,"a":"2"})"));
            }
            form.setValue(value);
            QCOMPARE(form.value()->toBytes(), value.toBytes());
        }
    }

    void typingChangesThatMemberAlone()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"a":{"type":"string"},"n":{"type":"number"}}})"),
                      json(R"({"n":1.10,"z":[],"a":"x"})")));
        QSignalSpy edits(&form, &SchemaField::edited);
        QVERIFY(form.focusField("/a"));
        QTest::keyClicks(QApplication::focusWidget(), u"y"_s);
        QCOMPARE(edits.size(), 1);
        QCOMPARE(edits.first().first().toByteArray(), "/a");
        QCOMPARE(form.value()->toBytes(), R"({"n":1.10,"z":[],"a":"xy"})");
    }

    void aHalfWrittenNumberChangesNothingAndSaysSo()
    {
        SchemaForm form;
        QVERIFY(
            shown(form, json(R"({"type":"object","properties":{"n":{"type":"integer","minimum":1,"maximum":9,"default":3}}})"), json(R"({"n":5})")));
        QSignalSpy edits(&form, &SchemaField::edited);
        auto *line = form.findChild<QLineEdit *>();
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, u"4x"_s);
        QCOMPARE(edits.size(), 1); // the 4
        QCOMPARE(form.value()->toBytes(), R"({"n":4})");
        QCOMPARE(problemsOf(form), QStringList{u"“4x” is not a number"_s});
        line->selectAll();
        QTest::keyClicks(line, u"12"_s);
        QCOMPARE(problemsOf(form), QStringList{u"At most 9"_s});
        QTest::keyClick(line, Qt::Key_Backspace);
        QCOMPARE(problemsOf(form), QStringList());
        QCOMPARE(form.value()->toBytes(), R"({"n":1})");
        // Empty: the default applies, and stands there in grey.
        line->clear();
        QTest::keyClicks(line, u"1"_s);
        QTest::keyClick(line, Qt::Key_Backspace);
        QCOMPARE(form.value()->toBytes(), "{}");
        QCOMPARE(line->placeholderText(), u"3"_s);
    }

    void aSwitchShowsItsDefaultAndGoesBackToIt()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"b":{"type":"boolean","default":true,"title":"Strict"}}})")));
        auto *box = form.findChild<QCheckBox *>();
        QVERIFY(box->isChecked());
        QCOMPARE(box->text(), u"Strict"_s);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(form.value()->toBytes(), R"({"b":false})");
        auto *reset = form.findChild<QToolButton *>();
        QVERIFY(reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(form.value()->toBytes(), "{}");
        QVERIFY(box->isChecked());
        QVERIFY(!reset->isVisible());
    }

    void aChoiceKeepsWhatIsNoneOfThem()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"c":{"enum":["one","two"],"default":"one"}}})"), json(R"({"c":"three"})")));
        auto *choice = form.findChild<QComboBox *>();
        QCOMPARE(choice->currentText(), u"three"_s);
        QCOMPARE(form.value()->toBytes(), R"({"c":"three"})");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Up);
        QCOMPARE(form.value()->toBytes(), R"({"c":"two"})");
    }

    void aListGrowsShrinksAndIsReordered()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"l":{"type":"array","items":{"type":"string"}}}})"), json(R"({"l":["a","b"]})")));
        QTest::mouseClick(form.findChild<QPushButton *>(), Qt::LeftButton);
        QTest::keyClicks(QApplication::focusWidget(), u"c"_s);
        QCOMPARE(form.value()->toBytes(), R"({"l":["a","b","c"]})");
        const auto buttons = form.findChildren<QToolButton *>();
        const auto up = std::ranges::find_if(buttons | std::views::reverse, [](QToolButton *b) { return b->accessibleName() == u"Move up"_s; });
        QTest::mouseClick(*up, Qt::LeftButton);
        QCOMPARE(form.value()->toBytes(), R"({"l":["a","c","b"]})");
        const auto remove = std::ranges::find_if(buttons, [](QToolButton *b) { return b->accessibleName() == u"Remove"_s; });
        QTest::mouseClick(*remove, Qt::LeftButton);
        QCOMPARE(form.value()->toBytes(), R"({"l":["c","b"]})");
    }

    void aListOfGroupsIsEditedInPlace()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"rules":{"type":"array","items":{"type":"object","required":["label"],
            "properties":{"label":{"type":"string"},"terms":{"type":"array","items":{"type":"string"}}}}}}})"),
                      json(R"({"rules":[{"label":"x","terms":["t"],"own":1}]})")));
        auto *line = form.findChild<QLineEdit *>();
        line->setFocus();
        QTest::keyClicks(line, u"y"_s);
        QCOMPARE(form.value()->toBytes(), R"({"rules":[{"label":"xy","terms":["t"],"own":1}]})");
    }

    void namesAndValuesAreATable()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"h":{"type":"object","additionalProperties":{"type":"string"}}}})"),
                      json(R"({"h":{"Accept":"text/html"}})")));
        QTest::mouseClick(form.findChild<QPushButton *>(), Qt::LeftButton);
        QTest::keyClicks(QApplication::focusWidget(), u"X"_s);
        QCOMPARE(form.value()->toBytes(), R"({"h":{"Accept":"text/html","X":""}})");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), u"1"_s);
        QCOMPARE(form.value()->toBytes(), R"({"h":{"Accept":"text/html","X":"1"}})");
    }

    void openValuesAreJsonOrPlainText()
    {
        SchemaForm form;
        QVERIFY(shown(form, json(R"({"type":"object","properties":{"v":{},"o":{"type":"object"}}})")));
        const auto editors = form.findChildren<QPlainTextEdit *>();
        QCOMPARE(editors.size(), 2);
        QTest::keyClicks(editors.at(0), u"hello"_s);
        QCOMPARE(form.value()->toBytes(), R"({"v":"hello"})");
        editors.at(0)->clear();
        QTest::keyClicks(editors.at(0), u"12"_s);
        QCOMPARE(form.value()->toBytes(), R"({"v":12})");
        QTest::keyClicks(editors.at(1), u"{\"a\":"_s);
        QCOMPARE(form.value()->toBytes(), R"({"v":12})");
        QCOMPARE(problemsOf(form).size(), 1);
        QTest::keyClicks(editors.at(1), u"1}"_s);
        QCOMPARE(form.value()->toBytes(), R"({"v":12,"o":{"a":1}})");
        QCOMPARE(problemsOf(form), QStringList());
    }

    void problemsStandAtTheirRow()
    {
        SchemaForm form;
        QVERIFY(shown(form,
                      json(R"({"type":"object","properties":{"a":{"type":"string"},"g":{"type":"object","properties":{"b":{"type":"string"}}}}})")));
        form.setProblems({{"/a", u"is missing"_s}, {"/g/b", u"is too short"_s}});
        QCOMPARE(problemsOf(form), (QStringList{u"is missing"_s, u"is too short"_s}));
        form.setProblems({});
        QCOMPARE(problemsOf(form), QStringList());
    }

    void aDroppedFieldBindsAndNamesAreOffered()
    {
        SchemaForm form;
        QVERIFY(shown(
            form, json(R"({"type":"object","properties":{"f":{"type":"string"},"t":{"type":"string","contentMediaType":"text/x-django-template"}}})"),
            json(R"({"f":"old","t":"Dear "})")));
        QMimeData dragged;
        dragged.setData(QLatin1StringView(kFieldPathMime), "author.name");
        const auto dropOn = [&](QWidget *target) {
            QDragEnterEvent enter(QPoint(2, 2), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(target, &enter);
            QDropEvent drop(QPointF(2, 2), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(target, &drop);
        };
        dropOn(form.findChild<QLineEdit *>());
        QCOMPARE(form.value()->value("f").toString(), u"author.name"_s);
        auto *text = form.findChild<QPlainTextEdit *>();
        // In a text it stands where it is dropped.
        dropOn(text->viewport());
        QCOMPARE(form.value()->value("t").toString(), u"{{ author.name }}Dear "_s);
        form.setCompletions({u"title"_s, u"author.name"_s});
        QVERIFY(form.findChild<QLineEdit *>()->completer());
    }

    void answersWithKeysAreButtons()
    {
        SchemaForm form;
        QVERIFY(shown(form,
                      json(R"({"properties":{"label":{"type":"string","enum":["a","b"],"keys":{"a":"1","b":"2"}},)"
                           R"("why":{"type":"array","items":{"enum":["x","y"]},"keys":{"x":"X"}},)"
                           R"("good":{"type":"boolean","keys":{"true":"Y","false":"N"}},)"
                           R"("stars":{"type":"integer","minimum":1,"maximum":3,"keys":{"3":"Ctrl+3"}}}})"),
                      json(R"({"label":"a","why":["old","y"]})")));
        QSignalSpy edited(&form, &SchemaForm::edited);
        auto *label = qobject_cast<KeyedField *>(form.field("label"));
        auto *why = qobject_cast<KeyedField *>(form.field("why"));
        auto *good = qobject_cast<KeyedField *>(form.field("good"));
        auto *stars = qobject_cast<KeyedField *>(form.field("stars"));
        QVERIFY(label && why && good && stars);
        QCOMPARE(label->choices().at(1).key, QKeySequence(Qt::Key_2));
        QCOMPARE(stars->choices().size(), 3);
        QCOMPARE(*form.value(), json(R"({"label":"a","why":["old","y"]})")); // what is no choice stays
        label->toggle(1);
        why->toggle(0);
        good->toggle(1);
        stars->toggle(2);
        stars->toggle(2); // the same key takes it out again
        QCOMPARE(edited.size(), 5);
        QVERIFY(form.value()->isEquivalent(json(R"({"label":"b","why":["old","x","y"],"good":false})")));
        for (const QAbstractButton *button : label->findChildren<QAbstractButton *>())
            QVERIFY(!button->accessibleName().isEmpty());
    }

    void everyControlHasANameForAReader()
    {
        for (const auto &component : builtinComponents()) {
            SchemaForm form;
            form.setSchema(component->descriptor().configSchema);
            for (const QWidget *control : form.findChildren<QWidget *>()) {
                if (control->focusPolicy() != Qt::NoFocus && !control->objectName().startsWith("qt_"_L1) && qobject_cast<const QLineEdit *>(control))
                    QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(component->descriptor().name));
            }
        }
    }
};

QTEST_MAIN(TestSchemaForm)
#include "tst_schemaform.moc"
