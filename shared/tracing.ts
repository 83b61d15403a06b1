import type { Attributes, Tracer } from '@opentelemetry/api';

/** Where spans go: nowhere, and at no cost, until somebody asks for them. */
let tracer: Tracer | null = null;

/** Has what follows be traced. */
export function traceWith(to: Tracer): void {
  tracer = to;
}

/** SpanStatusCode.ERROR, without loading the package that names it. */
const ERROR = 2;

/** Does a piece of work within a span. Attributes hold ids and counts, never a name, an address or a typed word. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // Its name alone: a message may repeat people's data.
      span.setStatus({ code: ERROR, message: (error as Error).name });
      throw error;
    } finally {
      span.end();
    }
  });
}
