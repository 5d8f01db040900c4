// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/imageextractor.h"

#include <QDateTime>
#include <QFileInfo>

#include <exiv2/exiv2.hpp>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxInMemory = qint64(64) * 1024 * 1024;
constexpr qint64 kMaxFile = qint64(1024) * 1024 * 1024;
constexpr qsizetype kMaxValue = 2000;

/// One metadatum as text; empty where it is not there.
template <typename Data, typename Key>
QString valueOf(const Data &data, const char *key)
{
    const auto found = data.findKey(Key(key));
    if (found == data.end())
        return {};
    QString text = QString::fromStdString(found->print()).left(kMaxValue);
    // XMP names the language of a text: lang="x-default" A bridge.
    if (text.startsWith("lang=\""_L1))
        text = text.section(u'"', 2).section(u", lang=\""_s, 0, 0);
    return simplifiedText(text);
}

QString exifOf(const Exiv2::Image &image, const char *key)
{
    return valueOf<Exiv2::ExifData, Exiv2::ExifKey>(image.exifData(), key);
}

QString xmpOf(const Exiv2::Image &image, const char *key)
{
    return valueOf<Exiv2::XmpData, Exiv2::XmpKey>(image.xmpData(), key);
}

QString iptcOf(const Exiv2::Image &image, const char *key)
{
    return valueOf<Exiv2::IptcData, Exiv2::IptcKey>(image.iptcData(), key);
}

QString firstOf(std::initializer_list<QString> texts)
{
    for (const QString &text : texts) {
        if (!text.isEmpty())
            return text;
    }
    return {};
}

/// Degrees of "Exif.GPSInfo.GPSLatitude" and its relative; nothing where they make no sense.
std::optional<double> degreesOf(const Exiv2::Image &image, const char *key, const char *reference, QChar negative, double most)
{
    const auto found = image.exifData().findKey(Exiv2::ExifKey(key));
    if (found == image.exifData().end() || found->count() < 3)
        return std::nullopt;
    double degrees = 0;
    double unit = 1;
    for (size_t i = 0; i < 3; ++i, unit *= 60) {
        const Exiv2::Rational part = found->toRational(i);
        if (part.second == 0)
            return std::nullopt;
        degrees += double(part.first) / part.second / unit;
    }
    if (!std::isfinite(degrees) || degrees < 0 || degrees > most)
        return std::nullopt;
    degrees = std::round(degrees * 1e6) / 1e6;
    return exifOf(image, reference).startsWith(negative, Qt::CaseInsensitive) ? -degrees : degrees;
}

QString isoMoment(const QString &text)
{
    // "2024:05:01 12:30:00", of the camera's clock.
    const QDateTime moment = QDateTime::fromString(text.left(19), u"yyyy:MM:dd HH:mm:ss"_s);
    return moment.isValid() ? moment.toString(u"yyyy-MM-ddTHH:mm:ss"_s) : text;
}

void read(Exiv2::Image &image, ExtractedDocument &document)
{
    BlockWriter out;
    const auto fact = [&](const char *key, const char *label, const QString &value) {
        if (value.isEmpty())
            return;
        document.facts.insert(key, value);
        if (*label != '\0')
            out.item(0, u"-"_s, QLatin1StringView(label) + u": "_s + value);
    };
    document.title = firstOf({xmpOf(image, "Xmp.dc.title"), iptcOf(image, "Iptc.Application2.ObjectName")}).left(300);
    out.heading(1, document.title);
    const QString caption
        = firstOf({xmpOf(image, "Xmp.dc.description"), iptcOf(image, "Iptc.Application2.Caption"), exifOf(image, "Exif.Image.ImageDescription")});
    out.paragraph(caption);
    if (!caption.isEmpty())
        document.facts.insert("description", caption);
    document.facts.insert("width", qint64(image.pixelWidth()));
    document.facts.insert("height", qint64(image.pixelHeight()));
    out.item(0, u"-"_s, u"Size: %1 \u00d7 %2 pixels"_s.arg(image.pixelWidth()).arg(image.pixelHeight()));
    fact("media_type", "Format", QString::fromStdString(image.mimeType()));
    fact("camera", "Camera", QString(exifOf(image, "Exif.Image.Make") + u' ' + exifOf(image, "Exif.Image.Model")).trimmed());
    fact("lens", "Lens", exifOf(image, "Exif.Photo.LensModel"));
    fact("taken_at", "Taken", isoMoment(firstOf({exifOf(image, "Exif.Photo.DateTimeOriginal"), exifOf(image, "Exif.Image.DateTime")})));
    fact("exposure", "Exposure", exifOf(image, "Exif.Photo.ExposureTime"));
    fact("aperture", "Aperture", exifOf(image, "Exif.Photo.FNumber"));
    fact("iso", "ISO", exifOf(image, "Exif.Photo.ISOSpeedRatings"));
    fact("focal_length", "Focal length", exifOf(image, "Exif.Photo.FocalLength"));
    fact("orientation", "", exifOf(image, "Exif.Image.Orientation"));
    fact("software", "Software", exifOf(image, "Exif.Image.Software"));
    fact("author", "Author",
         firstOf({exifOf(image, "Exif.Image.Artist"), xmpOf(image, "Xmp.dc.creator"), iptcOf(image, "Iptc.Application2.Byline")}));
    fact("copyright", "Copyright",
         firstOf({exifOf(image, "Exif.Image.Copyright"), xmpOf(image, "Xmp.dc.rights"), iptcOf(image, "Iptc.Application2.Copyright")}));
    const auto latitude = degreesOf(image, "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLatitudeRef", u's', 90);
    const auto longitude = degreesOf(image, "Exif.GPSInfo.GPSLongitude", "Exif.GPSInfo.GPSLongitudeRef", u'w', 180);
    if (latitude && longitude) {
        document.facts.insert("latitude", *latitude);
        document.facts.insert("longitude", *longitude);
        out.item(0, u"-"_s, u"Place: %1, %2"_s.arg(*latitude, 0, 'f', 6).arg(*longitude, 0, 'f', 6));
    }
    for (const Exiv2::Iptcdatum &datum : image.iptcData()) {
        if (datum.key() == "Iptc.Application2.Keywords" && document.keywords.size() < 20)
            document.keywords.append(simplifiedText(QString::fromStdString(datum.print())).left(100));
    }
    if (document.keywords.isEmpty() && !xmpOf(image, "Xmp.dc.subject").isEmpty())
        document.keywords = xmpOf(image, "Xmp.dc.subject").split(u", "_s, Qt::SkipEmptyParts).mid(0, 20);
    document.keywords.removeAll(QString());
    if (!document.keywords.isEmpty())
        out.item(0, u"-"_s, u"Keywords: "_s + document.keywords.join(u", "_s));
    const QString title = document.title;
    out.finish(document);
    document.title = title;
}

} // namespace

const FormatDescriptor &ImageExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{u"image"_s,
                                             u"Picture (its facts)"_s,
                                             {u"jpg"_s, u"jpeg"_s, u"png"_s, u"tiff"_s, u"tif"_s, u"webp"_s, u"gif"_s},
                                             {u"image/jpeg"_s, u"image/png"_s, u"image/tiff"_s, u"image/webp"_s, u"image/gif"_s},
                                             u"Exiv2"_s,
                                             QString::fromStdString(Exiv2::versionString()),
                                             true,
                                             false};
    return descriptor;
}

Result<ExtractedDocument> ImageExtractor::extract(const ExtractInput &input) const
{
    ExtractedDocument document;
    document.format = descriptor().id;
    document.reader = descriptor().library + u' ' + descriptor().version;
    if (!input.path.isEmpty() && QFileInfo(input.path).size() > kMaxFile)
        return refuse(u"is larger than pictures are read"_s);
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    // Exiv2 tells everything by exceptions, and knows no other way.
    try {
        QByteArray bytes;
        std::unique_ptr<Exiv2::Image> image;
        if (input.path.isEmpty()) {
            const Result<QByteArray> all = input.all(kMaxInMemory);
            if (!all)
                return std::unexpected(all.error());
            bytes = *all;
            image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte *>(bytes.constData()), size_t(bytes.size()));
        } else {
            image = Exiv2::ImageFactory::open(input.path.toLocal8Bit().toStdString());
        }
        image->readMetadata();
        read(*image, document);
        if (image->pixelWidth() == 0 || image->pixelHeight() == 0) {
            document.partial = true;
            document.problems.append({0, u"its size cannot be read"_s});
        }
    } catch (const std::exception &exception) {
        return refuse(u"is a damaged picture: "_s + simplifiedText(QString::fromUtf8(exception.what())).left(200));
    }
    return document;
}

std::pair<QByteArray, QString> ImageExtractor::sample() const
{
    // A PNG of one dot.
    return {QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="), u"1 \u00d7 1"_s};
}

} // namespace Millrace
