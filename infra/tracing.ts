import type { Log } from '../shared/ports.ts';
import { traceWith } from '../shared/tracing.ts';

/** Ends tracing: what was gathered is sent. */
export type StopTracing = () => Promise<void>;

/**
 * Sends traces where OTEL_EXPORTER_OTLP_ENDPOINT says. The SDK reads its other settings (OTEL_EXPORTER_OTLP_HEADERS,
 * OTEL_SERVICE_NAME …) from the environment itself. Only a server that traces loads it: it takes time to start and memory.
 */
export async function startTracing(endpoint: string | undefined, log: Log): Promise<StopTracing> {
  if (!endpoint) return async () => {};
  const [{ context }, { AsyncLocalStorageContextManager }, { BatchSpanProcessor, TracerProvider }, resources, otlp] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = new TracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': 'countersign' })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter: new otlp.OTLPTraceExporter() })],
  });
  traceWith(provider.getTracer('countersign'));
  log.info({}, 'traces are sent to OTEL_EXPORTER_OTLP_ENDPOINT');
  return () => provider.shutdown().catch((error: unknown) => log.warn({ err: error }, 'the last traces were not sent'));
}
