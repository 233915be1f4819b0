package protophone.stores.serving;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of tools that have begun and not ended.
 *
 * <p>A server cannot be asked for them: it waits for those who watch its health as well, which they
 * do for as long as they are connected.
 */
final class RunningCalls implements ServerInterceptor {
  private final Lock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int running;

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    count(+1);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onComplete() {
        count(-1);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        count(-1);
        super.onCancel();
      }
    };
  }

  /** Waits until no call runs; returns whether that is so before the time is over. */
  boolean awaitNone(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long nanos = time.toNanos();
      while (running > 0 && nanos > 0) {
        nanos = none.awaitNanos(nanos);
      }
      return running == 0;
    } finally {
      lock.unlock();
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      running += more;
      none.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
