package org.comosix.appliance.ops;

import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP. The virtual machine's only interface to signals is {@code sun.misc.Signal}; it is reached
 * by name, because the compiler warns of it however it is imported.
 */
public final class HangUp {

  private static final Logger log = LoggerFactory.getLogger(HangUp.class);

  private HangUp() {}

  /** Runs this at each SIGHUP, one after the other. Where that cannot be had, it is said. */
  public static void onEach(Runnable work) {
    ExecutorService thread = Executors.newSingleThreadExecutor(HangUp::daemon);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  thread.execute(work);
                }
                return method.getName().equals("equals") ? self == arguments[0] : null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
    } catch (ReflectiveOperationException | RuntimeException e) {
      thread.shutdown();
      log.atWarn().addKeyValue("reason", e.toString()).log("server.no-sighup");
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sighup");
    thread.setDaemon(true);
    return thread;
  }
}
