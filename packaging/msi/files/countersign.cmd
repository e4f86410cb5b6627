@rem Runs Countersign as it is installed. Arguments, working directory, console and exit code are the program's own.
@echo off
setlocal EnableExtensions DisableDelayedExpansion
for %%h in ("%~dp0..") do set "home=%%~fh"
call "%~dp0launch.cmd" %*
if errorlevel 1 exit /b 3
set options=%options% -Xlog:disable --sun-misc-unsafe-memory-access=allow "-Dcountersign.home=%home%" "-Dorg.sqlite.lib.path=%home%\bin"
rem The variable comes last and wins.
"%java%" %options% %COUNTERSIGN_JAVA_OPTIONS% -jar "%home%\lib\radius-server.jar" %*
exit /b %ERRORLEVEL%
