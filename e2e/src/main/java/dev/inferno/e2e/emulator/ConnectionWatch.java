package dev.inferno.e2e.emulator;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tells at once that a client hung up while its request is being served. Helidon reads a connection only between requests,
 * so here a virtual thread per connection reads ahead and hands the bytes on; the end of the stream runs the hook of the
 * request in service. Thread-safety: safe.
 */
final class ConnectionWatch implements ServerConnectionSelector {

    private static final byte[] END = {};

    private final Http1ConnectionSelector http =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    private final Map<SocketAddress, Watched> connections = new ConcurrentHashMap<>();

    /** Ends the watching of one request. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs {@code hook} when the peer hangs up before the result is closed. */
    Watching whileServing(PeerInfo peer, Runnable hook) {
        Watched watched = connections.get(peer.address());
        if (watched == null) {
            hook.run();
            return () -> {};
        }
        watched.hook(hook);
        return () -> watched.hook(null);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        Watched watched = new Watched(context);
        SocketAddress peer = context.remotePeer().address();
        connections.put(peer, watched);
        Thread.ofVirtual().name("read-ahead").start(() -> {
            watched.readAhead();
            connections.remove(peer, watched);
        });
        return http.connection(watched);
    }

    private static final class Watched implements ConnectionContext {

        private final ConnectionContext context;
        private final LinkedBlockingQueue<byte[]> ahead = new LinkedBlockingQueue<>();
        private final DataReader reader = new DataReader(this::next);
        private @Nullable Runnable hook;
        private boolean ended;

        Watched(ConnectionContext context) {
            this.context = context;
        }

        void readAhead() {
            DataReader source = context.dataReader();
            try {
                while (true) {
                    source.ensureAvailable();
                    ahead.add(source.readBuffer().readBytes());
                }
            } catch (RuntimeException e) {
                // the peer hung up, or the server closes the connection: both are the end of this stream
                ahead.add(END);
                end();
            }
        }

        synchronized void hook(@Nullable Runnable hook) {
            this.hook = hook;
            if (ended && hook != null) {
                hook.run();
            }
        }

        private synchronized void end() {
            ended = true;
            if (hook != null) {
                hook.run();
            }
        }

        private byte @Nullable [] next() {
            try {
                byte[] bytes = ahead.take();
                if (bytes.length > 0) {
                    return bytes;
                }
                ahead.add(END);
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public DataReader dataReader() {
            return reader;
        }

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return context.dataWriter();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}
