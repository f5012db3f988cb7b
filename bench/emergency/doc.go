// Package emergency measures the call taking of a PSAP: calls per second of the desk in time, alone and as a process of the
// kernel, beside a loop that does no more than a queue needs.
package emergency
