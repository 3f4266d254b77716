package dev.securemcp.proxy.store.redis;

/** Told what happens on the way to Redis, on any thread. */
public interface RedisWatch {

    /** Nobody is told. */
    RedisWatch NONE = new RedisWatch() {
        @Override
        public void called(long nanos, RedisException.Kind failure) {}

        @Override
        public void changed(boolean up, String why) {}
    };

    /**
     * A command has ended.
     *
     * @param nanos from asking to the end
     * @param failure null where it was answered
     */
    void called(long nanos, RedisException.Kind failure);

    /**
     * It went down or came back.
     *
     * @param why for people; no secret
     */
    void changed(boolean up, String why);
}
