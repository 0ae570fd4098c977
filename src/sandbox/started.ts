/** What has been started so far, so that all of it can be stopped. */
export interface Started {
  /** Told what to do once it is to stop again. */
  stopWith(stop: () => unknown): void;
  /** Stop everything, the newest first. What fails keeps nothing else from being stopped. @throws the first failure */
  stopAll(): Promise<void>;
}

/** Begin a list of what is started. */
export function beginStarting(): Started {
  const stops: (() => unknown)[] = [];
  return {
    stopWith: (stop) => void stops.push(stop),
    async stopAll() {
      const failures: unknown[] = [];
      for (const stop of stops.splice(0).reverse()) {
        try {
          await stop();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
