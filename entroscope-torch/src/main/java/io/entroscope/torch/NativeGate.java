package io.entroscope.torch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Where calls of a native library go through, any number at once, until it is closed. A process
 * that ends takes the library's own data apart; threads that still compute with them would crash
 * it.
 */
final class NativeGate {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Makes a call; once the gate is closed, waits for ever. */
  <T> T through(Supplier<T> call) {
    lock.readLock().lock();
    try {
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Closes the gate for good, once the calls within have ended.
   *
   * @return whether they did in this time
   */
  boolean close(long milliseconds) {
    try {
      return lock.writeLock().tryLock(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
