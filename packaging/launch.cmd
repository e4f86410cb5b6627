@rem What every launcher of Countersign for Windows has in common. Called with "home" set, the folder of lib\ and plugins\, and the program's
@rem arguments. Sets "java" and "options", or says that there is no Java and answers 3.
@echo off

set "java=%home%\runtime\bin\java.exe"
if exist "%java%" goto found
set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if exist "%java%" goto found
for %%j in (java.exe) do set "java=%%~$PATH:j"
if defined java goto found
echo Countersign needs Java 25 or newer, and there is none in JAVA_HOME or on the PATH. >&2
echo Install one, such as from https://adoptium.net, and set JAVA_HOME to its folder. >&2
exit /b 3

rem A command that is done in a moment: what the second compiler and a second thread of the collector would gain comes too late.
:found
set "options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"

rem A server: a heap that begins small, and becomes a quarter of the machine's memory at most, or 2 GiB. The service has the same.
:word
if [%1]==[] exit /b 0
if "%~1"=="serve" goto server
if "%~1"=="demo" goto server
shift
goto word
:server
set "options=-XX:+UseParallelGC -Xms16m -XX:MaxRAM=8g -XX:MaxNewSize=64m -XX:+ExitOnOutOfMemoryError"
exit /b 0
