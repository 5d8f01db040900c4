// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/websocketconnection.h"

#include "server/eventfeed.h"
#include "server/hostcore.h"
#include "server/wireoutlet.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <chrono>
#include <deque>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;

namespace Millrace {

namespace {

constexpr auto kHandshakeTime = 5s;
constexpr auto kIdleTime = 40s; ///< a ping goes out after half of it

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

class WebSocketConnection final : public PeerConnection
{
public:
    WebSocketConnection(HostCore &core, int socket, WebSocketRequest request, std::shared_ptr<const Client> client, QByteArray token,
                        SocketPurpose purpose)
        : m_core(core)
        , m_socket(asio::ip::tcp::socket(core.context(), asio::ip::tcp::v4(), socket))
        , m_in(static_cast<std::size_t>(core.limits().messageBytes))
        , m_request(std::move(request))
        , m_client(std::move(client))
        , m_token(std::move(token))
        , m_purpose(purpose)
        , m_outlet(std::make_shared<WireOutlet>([this](const QByteArray &json) { send(json); }))
    {
        m_outlet->waiting = [this] { return m_backlog; };
    }

    ~WebSocketConnection() override { m_outlet->detach(); }

    bool isKnown() const override { return true; }
    QString clientId() const override { return m_client ? m_client->id : QString(); }
    QByteArray token() const override { return m_token; }

    void start() override
    {
        m_stalledAt = HostCore::now();
        m_socket.set_option(websocket::stream_base::timeout{kHandshakeTime, kIdleTime, true});
        m_socket.set_option(websocket::stream_base::decorator([protocol = m_request.protocol](websocket::response_type &response) {
            response.erase(beast::http::field::server);
            if (!protocol.isEmpty())
                response.set(beast::http::field::sec_websocket_protocol, viewOf(protocol));
        }));
        m_socket.read_message_max(static_cast<std::size_t>(m_core.limits().messageBytes));
        m_socket.text(true);
        m_socket.control_callback([this](websocket::frame_type type, beast::string_view) {
            if (type == websocket::frame_type::ping)
                countPing();
        });
        beast::http::request<beast::http::empty_body> request(beast::http::verb::get, viewOf(m_request.target), 11);
        request.set(beast::http::field::host, viewOf(m_request.host));
        request.set(beast::http::field::upgrade, "websocket");
        request.set(beast::http::field::connection, "Upgrade");
        request.set(beast::http::field::sec_websocket_version, "13");
        request.set(beast::http::field::sec_websocket_key, viewOf(m_request.key));
        m_socket.async_accept(request, [self = self()](const boost::system::error_code &error) {
            if (self->m_closed) // what had come already is told of all the same, when the core may be gone
                return;
            if (error) {
                self->close();
                return;
            }
            self->m_accepted = true;
            if (self->m_purpose == SocketPurpose::Events)
                self->m_core.events().opened(self->m_outlet, self->m_client);
            self->readNext();
            self->writeNext();
        });
    }

    void sweep(qint64 now) override
    {
        if (m_closing && now - m_closingAt > kClosingMs)
            close();
        if (m_out.empty() || m_written != m_writtenBefore) {
            m_writtenBefore = m_written;
            m_stalledAt = now;
        } else if (now - m_stalledAt > m_core.limits().unreadMs) {
            close();
        }
    }

    void close() override
    {
        if (m_closed)
            return;
        m_closed = true;
        const std::shared_ptr<PeerConnection> self = shared_from_this();
        boost::system::error_code ignored;
        beast::get_lowest_layer(m_socket).close(ignored);
        m_outlet->detach();
        if (m_purpose == SocketPurpose::Mcp)
            m_core.gone(m_outlet.get());
        else
            m_core.events().closed(m_outlet.get());
        m_core.ended(this);
    }

private:
    static constexpr qint64 kClosingMs = 2'000;

    std::shared_ptr<WebSocketConnection> self() { return std::static_pointer_cast<WebSocketConnection>(shared_from_this()); }

    void readNext()
    {
        if (m_closed || m_reading)
            return;
        // A peer that does not read is not read from.
        if (m_backlog > m_core.limits().backlogBytes / 2)
            return;
        m_reading = true;
        m_socket.async_read(m_in, [self = self()](const boost::system::error_code &error, std::size_t) {
            self->m_reading = false;
            if (self->m_closed)
                return;
            if (error)
                self->close(); // Beast has said why: 1002, 1007, 1009
            else
                self->take();
        });
    }

    void take()
    {
        if (!m_socket.got_text()) {
            end(websocket::close_code::unknown_data);
            return;
        }
        const auto bytes = m_in.cdata();
        QByteArray message(static_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        m_in.consume(m_in.size());
        if (message.size() > kKeptBytes)
            m_in.shrink_to_fit();
        if (!m_core.mayCall(m_client)) {
            end(websocket::close_code::policy_error);
            return;
        }
        if (m_purpose == SocketPurpose::Events) {
            m_core.events().receive(message, m_outlet);
        } else {
            Mcp::Incoming incoming;
            incoming.body = std::move(message);
            incoming.client = m_client;
            incoming.kind = Mcp::TransportKind::WebSocket;
            m_core.mcp().receive(std::move(incoming), m_outlet);
        }
        readNext();
    }

    void send(const QByteArray &json)
    {
        if (m_closed || m_closing)
            return;
        if (m_backlog > m_core.limits().backlogBytes) {
            QMetaObject::invokeMethod(&m_core, [self = self()] { self->close(); }, Qt::QueuedConnection);
            return;
        }
        m_out.push_back(json);
        m_backlog += json.size();
        writeNext();
    }

    void writeNext()
    {
        if (!m_accepted || m_writing || m_closed || m_out.empty())
            return;
        m_writing = true;
        const QByteArray &first = m_out.front();
        m_socket.async_write(asio::buffer(first.constData(), static_cast<std::size_t>(first.size())),
                             [self = self()](const boost::system::error_code &error, std::size_t) {
                                 self->m_writing = false;
                                 if (self->m_closed)
                                     return;
                                 if (error) {
                                     self->close();
                                     return;
                                 }
                                 ++self->m_written;
                                 self->m_backlog -= self->m_out.front().size();
                                 self->m_out.pop_front();
                                 if (self->m_closing && self->m_out.empty())
                                     self->sendClose();
                                 else
                                     self->writeNext();
                                 self->readNext();
                             });
    }

    void end(websocket::close_code code)
    {
        if (m_closed || m_closing)
            return;
        m_closing = true;
        m_closingAt = HostCore::now();
        m_code = code;
        if (!m_writing)
            sendClose();
    }

    void sendClose()
    {
        m_socket.async_close(websocket::close_reason(m_code), [self = self()](const boost::system::error_code &) { self->close(); });
    }

    void countPing()
    {
        if (m_closed)
            return;
        const qint64 second = HostCore::now() / 1000;
        if (second != m_pingSecond) {
            m_pingSecond = second;
            m_pings = 0;
        }
        if (++m_pings > m_core.limits().pingsPerSecond) // not from within Beast's reading
            QMetaObject::invokeMethod(&m_core, [self = self()] { self->end(websocket::close_code::policy_error); }, Qt::QueuedConnection);
    }

    static constexpr qsizetype kKeptBytes = 64 * 1024;

    HostCore &m_core;
    websocket::stream<asio::ip::tcp::socket> m_socket;
    beast::flat_buffer m_in;
    WebSocketRequest m_request;
    std::shared_ptr<const Client> m_client;
    QByteArray m_token;
    SocketPurpose m_purpose;
    std::shared_ptr<WireOutlet> m_outlet;
    std::deque<QByteArray> m_out;
    qint64 m_backlog = 0;
    quint64 m_written = 0;
    quint64 m_writtenBefore = 0;
    qint64 m_stalledAt = 0;
    qint64 m_closingAt = 0;
    qint64 m_pingSecond = 0;
    int m_pings = 0;
    websocket::close_code m_code = websocket::close_code::normal;
    bool m_accepted = false;
    bool m_reading = false;
    bool m_writing = false;
    bool m_closing = false;
    bool m_closed = false;
};

} // namespace

std::optional<WebSocketRequest> WebSocketRequest::from(const ServedRequest &request)
{
    const QByteArrayView key = request.header("sec-websocket-key").trimmed();
    if (request.header("upgrade").compare("websocket", Qt::CaseInsensitive) != 0 || request.header("sec-websocket-version").trimmed() != "13"
        || request.count("sec-websocket-key") != 1 || key.isEmpty())
        return {};
    WebSocketRequest asked{request.target().toByteArray(), request.header("host").toByteArray(), key.toByteArray(), {}};
    for (const QByteArray &protocol : request.header("sec-websocket-protocol").toByteArray().split(',')) {
        if (protocol.trimmed() == "mcp")
            asked.protocol = "mcp";
    }
    return asked;
}

std::shared_ptr<PeerConnection> makeWebSocketConnection(HostCore &core, int socket, WebSocketRequest request, std::shared_ptr<const Client> client,
                                                        QByteArray token, SocketPurpose purpose)
{
    return std::make_shared<WebSocketConnection>(core, socket, std::move(request), std::move(client), std::move(token), purpose);
}

} // namespace Millrace
