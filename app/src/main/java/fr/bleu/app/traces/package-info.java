/**
 * Traces to the operator's collector. Nothing else knows OpenTelemetry, and nothing here runs
 * unless it is asked for.
 */
package fr.bleu.app.traces;
