"""From a learning platform's download to marks and pages that go back into it.

In the order of the way:

    find, modules   the file that a student handed in, and the modules beside it
    recognise       which lesson is it, and is anything answered?
    read, conflicts its text, also of what is damaged or a failed merge
    repair          the released notebook with the student's answers in it
    cells, elsewhere, free_answers, pictures, syntax
                    what the repair asks of cells, and what it finds where
    jobs            a submission to be marked, and its marks: plain data that can travel
    workers         many at a time, in processes here or on a dask scheduler
    mark            one submission: repaired, run in the sandbox, judged outside of it
    notices         what a teacher may want to look at; no student sees it
    bounded         a process that reads, repairs, judges and sanitises, and may be ended
    sanitize        takes out of it what an instructor's browser should not open
    record          the one writer of the gradebook
    gradebook       its database: away for a moment, gone, in use on another machine
    fingerprint     the code that a mark depends on: when has it to run again?
    result          what came of a submission
    names           students' names that look alike
    feedback, page, markdown, index  the pages that students get back
    export          grades.csv
    grade           all of this, for a class
    check           one notebook, without a gradebook
    preprocessors   the same steps for stock nbgrader
"""
