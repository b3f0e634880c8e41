/* A C program that runs scripts, without Python's C API: docs/embedding.md.
 *
 *     pip install 'objcap[embedding]'
 *     python -m objcap.embedding lib
 *     cc calculator.c -o calculator -Ilib lib/libobjcap.so -Wl,-rpath,"$PWD/lib"
 *     ./calculator worker [SCRIPT]          (or: in-process)
 */
#include <objcap_embed.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The power that scripts get: the program's own table of rates. */
static int
rate(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    int *asked = state;
    if (count != 1 || args[0].kind != OBJCAP_STR) {
        return objcap_fail(call, "TypeError", "rate() takes the name of a currency");
    }
    ++*asked;
    if (strcmp(args[0].as.text.data, "EUR") != 0) {
        return objcap_fail(call, "LookupError", "there is EUR only");
    }
    result->kind = OBJCAP_FLOAT;
    result->as.real = 1.25;
    return 0;
}

/* Runs a script and tells how it ended. */
static void
run(objcap_guest *guest, const char *source, const char *filename)
{
    static const char *const ends[] = {"ended", "exit", "error", "gone"};
    objcap_outcome outcome;
    int status = objcap_run(guest, source, strlen(source), filename, &outcome);
    printf("%s: %s", filename, ends[status]);
    if (status == OBJCAP_EXIT) {
        printf(" %d", outcome.code);
    }
    printf("\n%s", outcome.text == NULL ? "" : outcome.text);
    objcap_forget(&outcome);
    fflush(stdout);
}

/* The text of a file, which the caller frees, or NULL: the program has its own powers. */
static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = file == NULL ? NULL : calloc(1, 1 << 16);
    if (text != NULL) {
        size_t size = fread(text, 1, (1 << 16) - 1, file);
        text[size] = '\0';
    }
    if (file != NULL) {
        fclose(file);
    }
    return text;
}

int
main(int argc, char **argv)
{
    objcap_options options = {.mode = OBJCAP_WORKER};
    if (argc > 1 && strcmp(argv[1], "in-process") == 0) {
        options.mode = OBJCAP_IN_PROCESS;
    }
    int asked = 0;
    objcap_value total;
    objcap_guest *guest = objcap_start(&options);
    if (guest == NULL || objcap_grant(guest, "rate", "US dollars for one unit.", rate, &asked) < 0) {
        fprintf(stderr, "%s\n", objcap_error());
        return 1;
    }
    run(guest, "total = sum(rate('EUR') * n for n in range(5))", "<total>");
    if (objcap_get(guest, "total", &total) == 0 && total.kind == OBJCAP_FLOAT) {
        printf("total: %g\n", total.as.real);
    }
    run(guest, "rate('GBP')", "<pounds>");
    run(guest, "import sys\nsys.exit(3)", "<exit>");
    run(guest, "open('/etc/passwd')", "<open>");
    char *text = argc > 2 ? read_file(argv[2]) : NULL;
    if (text != NULL) {
        run(guest, text, argv[2]);
    }
    free(text);
    objcap_stop(guest);
    printf("asked %d times\n", asked);
    return 0;
}
