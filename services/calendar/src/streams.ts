/** Streams: calls that last until one side ends them, such as those that watch health. */
import {
  type ServerInterceptingCallInterface,
  ServerInterceptingCall,
  type ServerInterceptor,
  status,
} from "@grpc/grpc-js";

/** The streams that are open: none may keep a server from stopping. */
export class Streams {
  readonly #open = new Set<ServerInterceptingCallInterface>();

  /** Takes note of each stream. */
  readonly interceptor: ServerInterceptor = (method, call) => {
    if (!method.responseStream) return new ServerInterceptingCall(call);
    this.#open.add(call);
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next({
          onCancel: () => {
            this.#open.delete(call);
          },
        });
      },
    });
  };

  /** Ends all streams. */
  end(): void {
    for (const call of this.#open) {
      call.sendStatus({ code: status.UNAVAILABLE, details: "the service stops" });
    }
    this.#open.clear();
  }
}
