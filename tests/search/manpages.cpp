// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/manpages.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The escapes of roff as what they print, fonts and sizes as nothing.
QString plain(QString line)
{
    static const QRegularExpression fonts(uR"(\\f(\[[^\]]*\]|\(..|.)|\\[sm](\[[^\]]*\]|[+-]?\d+)|\\[&,/|^%!]|\\[ud]|\\\*\(..)"_s);
    static const QRegularExpression comment(uR"(\\["#].*$)"_s);
    static const QRegularExpression named(uR"(\\\(..|\\\[[^\]]*\])"_s);
    line.remove(comment);
    line.replace("\\-"_L1, "-"_L1).replace("\\(aq"_L1, "'"_L1).replace("\\(cq"_L1, "'"_L1).replace("\\e"_L1, "\\"_L1).replace("\\ "_L1, " "_L1);
    line.replace("\\(en"_L1, "-"_L1).replace("\\(em"_L1, "-"_L1).replace("\\(bu"_L1, "*"_L1).replace("\\[cq]"_L1, "'"_L1);
    line.remove(fonts);
    line.replace(named, u" "_s);
    return line;
}

/// A macro's arguments without quotes.
QString arguments(const QString &line)
{
    return plain(line.section(u' ', 1)).remove(u'"').simplified();
}

struct Section
{
    QString title;
    QString text;
    QStringList pages; ///< that .BR and .Xr name
};

QList<Section> sectionsOf(const QString &source)
{
    QList<Section> sections{{}};
    bool skips = false; // within a definition (.de … ..)
    for (const QString &line : source.split(u'\n')) {
        if (line.startsWith(".de"_L1) || line.startsWith(".ig"_L1))
            skips = true;
        if (skips) {
            skips = line != ".."_L1;
            continue;
        }
        const QString macro = line.section(u' ', 0, 0);
        if (macro == ".SH"_L1 || macro == ".Sh"_L1) {
            sections.append({arguments(line).toUpper(), {}, {}});
            continue;
        }
        QString &text = sections.last().text;
        if (macro == ".PP"_L1 || macro == ".P"_L1 || macro == ".Pp"_L1 || macro == ".TP"_L1 || macro == ".LP"_L1 || macro == ".sp"_L1) {
            text += u"\n\n"_s;
        } else if (macro == ".SS"_L1 || macro == ".Ss"_L1) {
            text += u"\n\n"_s + arguments(line) + u"\n\n"_s;
        } else if (macro == ".Nd"_L1) {
            text += u" - "_s + arguments(line);
        } else if (macro == ".Xr"_L1) {
            const QStringList parts = arguments(line).split(u' ');
            sections.last().pages.append(u"%1(%2)"_s.arg(parts.value(0), parts.value(1)));
            text += sections.last().pages.last() + u' ';
        } else if (line.startsWith(u'.') || line.startsWith(u'\'')) {
            // Macros of fonts hold text, those of layout none; mdoc's two letters begin with a capital.
            static const QRegularExpression fonts(u"^\\.(B|I|BR|RB|BI|IB|IR|RI|SM|IP|[A-Z][a-z])$"_s);
            if (fonts.match(macro).hasMatch())
                text += (macro == ".BR"_L1 || macro == ".IR"_L1 ? arguments(line).remove(u' ') : arguments(line)) + u' ';
        } else {
            text += plain(line) + u'\n';
        }
    }
    return sections;
}

} // namespace

QList<ManPage> manPagesIn(const QString &folder)
{
    static const QRegularExpression reference(u"([A-Za-z0-9_.:+-]+)\\s*\\((\\d[a-z]*)\\)"_s);
    QStringList paths;
    QDirIterator files(folder, {u"*.gz"_s}, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (QFileInfo(path).dir().dirName().startsWith("man"_L1) && QFileInfo(QFileInfo(path).path()).path() == folder)
            paths.append(path);
    }
    paths.sort();
    QList<ManPage> pages;
    for (const QString &path : std::as_const(paths)) {
        QProcess gzip;
        gzip.start(u"gzip"_s, {u"-dc"_s, path});
        gzip.waitForFinished();
        const QString source = QString::fromUtf8(gzip.readAllStandardOutput());
        if (source.contains("\n.so "_L1) || source.startsWith(".so "_L1))
            continue;
        const QString file = QFileInfo(path).fileName();
        ManPage page;
        page.name = u"%1(%2)"_s.arg(file.chopped(3).section(u'.', 0, -2), file.chopped(3).section(u'.', -1));
        for (const Section &section : sectionsOf(source)) {
            if (section.title == "NAME"_L1) {
                const QString said = section.text.simplified();
                const qsizetype dash = said.indexOf(" - "_L1);
                page.summary = dash < 0 ? QString() : said.sliced(dash + 3).trimmed();
            } else if (section.title == "SEE ALSO"_L1) {
                page.seeAlso = section.pages;
                for (auto found = reference.globalMatch(section.text); found.hasNext();) {
                    const auto match = found.next();
                    page.seeAlso.append(u"%1(%2)"_s.arg(match.captured(1), match.captured(2)));
                }
                page.seeAlso.removeDuplicates();
            } else if (!section.title.isEmpty()) {
                page.text += section.title + u"\n\n"_s + section.text.trimmed() + u"\n\n"_s;
            }
        }
        if (!page.summary.isEmpty() && page.text.size() > 200)
            pages.append(page);
    }
    return pages;
}

} // namespace Millrace
