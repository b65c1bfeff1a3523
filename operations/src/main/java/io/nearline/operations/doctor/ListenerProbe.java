package io.nearline.operations.doctor;

import io.nearline.operations.doctor.Listener.Speech;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Finds out how an address of a broker wants to be talked to. A Kafka client cannot: one without
 * TLS takes the first bytes of a TLS alert for the size of an answer, and allocates 350 MB for it;
 * one with TLS sees no more than a connection that ends.
 *
 * <p>It asks one question that brokers answer before they know who asks: for a SASL mechanism that
 * does not exist. Where a password is needed they list the mechanisms they have.
 */
final class ListenerProbe {

    private static final short SASL_HANDSHAKE = 17;
    private static final short VERSION = 1;
    private static final int QUESTION = 0x6e6c;
    private static final byte[] CLIENT = "nearline-doctor".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_MECHANISM = "NONE".getBytes(StandardCharsets.UTF_8);

    /** Bytes: far more than a list of mechanisms takes, far less than what an alert looks like. */
    private static final int LARGEST_ANSWER = 4096;

    private final int patienceMillis;

    /**
     * A probe.
     *
     * @param patience with a connection, and with an answer
     */
    ListenerProbe(Duration patience) {
        this.patienceMillis = Math.toIntExact(patience.toMillis());
    }

    /** What listens there. */
    Listener ask(InetSocketAddress address) {
        try (Socket socket = connect(address)) {
            return new Listener(Speech.PLAIN, mechanisms(socket));
        } catch (IOException notPlain) {
            return askByTls(address);
        }
    }

    private Listener askByTls(InetSocketAddress address) {
        try (Socket socket = connect(address);
                SSLSocket tls = overTls(socket, address)) {
            tls.startHandshake();
            return askAfterHandshake(tls);
        } catch (SSLException e) {
            return isAlert(e) ? Listener.mutualTls() : Listener.unknown();
        } catch (IOException | GeneralSecurityException e) {
            return Listener.unknown();
        }
    }

    /** One that wants the client's certificate ends the connection only now. */
    private static Listener askAfterHandshake(SSLSocket tls) {
        try {
            return new Listener(Speech.TLS, mechanisms(tls));
        } catch (IOException unanswered) {
            return Listener.mutualTls();
        }
    }

    /** Only who speaks TLS refuses in its words. */
    private static boolean isAlert(SSLException refusal) {
        return String.valueOf(refusal.getMessage()).contains("fatal alert");
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(patienceMillis);
            socket.connect(address, patienceMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static SSLSocket overTls(Socket socket, InetSocketAddress address)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(socket, address.getHostString(), address.getPort(), true);
    }

    private static List<String> mechanisms(Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(2 + 2 + 4 + 2 + CLIENT.length + 2 + NO_MECHANISM.length);
        out.writeShort(SASL_HANDSHAKE);
        out.writeShort(VERSION);
        out.writeInt(QUESTION);
        out.writeShort(CLIENT.length);
        out.write(CLIENT);
        out.writeShort(NO_MECHANISM.length);
        out.write(NO_MECHANISM);
        out.flush();
        return answer(new DataInputStream(socket.getInputStream()));
    }

    private static List<String> answer(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > LARGEST_ANSWER || in.readInt() != QUESTION) {
            throw new IOException("this is no answer of a Kafka broker");
        }
        in.readShort(); // an error in any case: there is no such mechanism, or no password is
        // needed
        int count = in.readInt();
        List<String> mechanisms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mechanisms.add(in.readUTF()); // Kafka's strings have their length before them as well
        }
        return mechanisms;
    }

    /** Nothing that is secret is sent: whose certificate it is does not matter here. */
    private static final class TrustsAnyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
