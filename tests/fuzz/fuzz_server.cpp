// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// fuzz_server --runs N | --seconds S [--seed S]
//
// Feeds mutated requests and lines to what takes the server's wires apart. What must hold: the same comes out in whatever pieces the bytes came in; limits
// are kept; nothing is used twice or lost; a request that is let in names this machine. A broken promise prints the seed, the execution and the
// bytes in hexadecimal, and ends with 1.
#include "fuzz/mutator.h"
#include "mcp/lineframer.h"
#include "server/requestcheck.h"
#include "server/requestreader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHeaderBytes = 1024;
constexpr qint64 kBodyBytes = 512;
constexpr qint64 kLineBytes = 256;

const QList<QByteArray> kSamples{
    "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:4711\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: "
    "36\r\n"
    "Authorization: Bearer mlr_abc\r\nMcp-Session-Id: 1\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
    "POST /api/v1/stats?a=b%20c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n",
    "GET /mcp HTTP/1.1\r\nHost: [::1]:80\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\nOrigin: http://localhost:1\r\n\r\n",
    "DELETE /mcp HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: "
    "a\r\n\r\n",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\r\n{\"jsonrpc\":\"2.0\"}\r\n[]\nrest"};
const QList<QByteArray> kDictionary{"\r\n",
                                    "\n",
                                    "\r",
                                    "\r\n\r\n",
                                    "Host: ",
                                    "Content-Length: ",
                                    "Transfer-Encoding: ",
                                    "chunked",
                                    "identity",
                                    " ",
                                    "\t",
                                    ":",
                                    "0\r\n\r\n",
                                    "ffffffffffffffff\r\n",
                                    "HTTP/1.1",
                                    "HTTP/2.0",
                                    "localhost",
                                    "127.0.0.1",
                                    "evil.example",
                                    "@",
                                    "%0d%0a",
                                    "99999999999999999999",
                                    "-1",
                                    "+5",
                                    "0x10",
                                    ",",
                                    ";",
                                    "\"",
                                    "Upgrade: h2c",
                                    "Connection: close",
                                    QByteArray(1, '\0'),
                                    "\xff"};

/// All that comes of the bytes, in pieces of that size, as one text.
QByteArray requestsOf(const QByteArray &bytes, qsizetype pieces)
{
    RequestReader reader(kHeaderBytes, kBodyBytes);
    QByteArray all;
    QByteArray input;
    for (qsizetype at = 0; at < bytes.size(); at += pieces) {
        input += bytes.mid(at, pieces);
        for (;;) {
            const qsizetype used = reader.feed(input);
            if (used < 0 || used > input.size())
                return "used more than there was";
            input.remove(0, used);
            if (reader.state() == RequestReader::State::Checking) {
                reader.accept();
                if (reader.state() != RequestReader::State::Done)
                    continue;
            }
            if (reader.state() != RequestReader::State::Done)
                break;
            ServedRequest &request = reader.request();
            if (request.body.size() > kBodyBytes)
                return "a body over the limit";
            all += request.method().toByteArray() + ' ' + request.target().toByteArray() + '\n';
            for (qsizetype i = 0; i < request.headerCount(); ++i)
                all += request.headerName(i).toByteArray() + '=' + request.headerValue(i).toByteArray() + '\n';
            all += request.body + "\n--\n";
            reader.reset();
            if (input.isEmpty())
                break;
        }
        if (reader.state() == RequestReader::State::Failed)
            return all + "failed"; // which limit it ran into first may depend on the pieces
    }
    return all;
}

QByteArray linesOf(const QByteArray &bytes, qsizetype pieces)
{
    LineFramer framer(kLineBytes);
    QByteArray all;
    for (qsizetype at = 0; at < bytes.size(); at += pieces) {
        framer.append(QByteArrayView(bytes).sliced(at, std::min(pieces, bytes.size() - at)));
        while (const auto line = framer.next()) {
            if (line->isEmpty() || line->contains('\n') || line->size() > kLineBytes)
                return "a line that is none";
            all += *line + '\n';
        }
    }
    return framer.isOverlong() ? all + "overlong" : all + framer.rest();
}

/// What was broken; null where nothing was.
const char *problemWith(const QByteArray &bytes, qsizetype pieces)
{
    const QByteArray whole = requestsOf(bytes, std::max<qsizetype>(bytes.size(), 1));
    if (whole.startsWith("used more") || whole.startsWith("a body over"))
        return "a request's bounds";
    const QByteArray inPieces = requestsOf(bytes, pieces);
    // A header's end that came late may be beyond the limit by then; what was whole before must be the same.
    if (whole != inPieces && !(whole.endsWith("failed") || inPieces.endsWith("failed")))
        return "requests depend on the pieces they come in";
    if (linesOf(bytes, std::max<qsizetype>(bytes.size(), 1)) != linesOf(bytes, pieces))
        return "lines depend on the pieces they come in";
    if (RequestCheck::isLoopbackHost(bytes)) {
        const QByteArray name = bytes.toLower();
        if (!name.startsWith("localhost") && !name.startsWith("127.0.0.1") && !name.startsWith("[::1]"))
            return "a foreign name passed";
    }
    (void)RequestCheck::bearerToken(bytes);
    (void)RequestCheck::accepts(bytes, "application/json");
    return nullptr;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"runs"_s, u"executions"_s, u"N"_s}, {u"seconds"_s, u"or so long"_s, u"S"_s}, {u"seed"_s, u"seed"_s, u"S"_s, u"1"_s}});
    parser.process(application);
    const quint64 seed = parser.value(u"seed"_s).toULongLong();
    const qint64 runs = parser.value(u"runs"_s).toLongLong();
    const qint64 seconds = parser.value(u"seconds"_s).toLongLong();
    Mutator mutator(seed, kSamples, kDictionary);
    QElapsedTimer timer;
    timer.start();
    qint64 run = 0;
    for (; seconds > 0 ? timer.elapsed() < seconds * 1000 : run < runs; ++run) {
        const QByteArray bytes = mutator.next();
        const char *problem = problemWith(bytes, 1 + mutator.below(40));
        if (!problem)
            continue;
        std::fprintf(stderr, "seed %llu, execution %lld: %s\n%s\n", seed, static_cast<long long>(run), problem, bytes.toHex().constData());
        return 1;
    }
    std::printf("%lld executions, %lld s\n", static_cast<long long>(run), static_cast<long long>(timer.elapsed() / 1000));
    return 0;
}
